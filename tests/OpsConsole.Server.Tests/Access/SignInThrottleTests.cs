using System.Net;
using OpsConsole.Server.Access;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Access;

public sealed class SignInThrottleTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void FiveTries_AreFree_ThenEachCostsTwiceTheWait()
    {
        var throttle = new SignInThrottle(_time);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(TimeSpan.Zero, throttle.Enter("ann", "10.0.0.1")));
        foreach (var seconds in new[] { 2, 4, 8, 16, 32 })
        {
            Assert.Equal(seconds, throttle.Enter("ANN", "10.0.0.1").TotalSeconds, 0.001);
            _time.Advance(TimeSpan.FromSeconds(seconds - 0.5));
            Assert.InRange(throttle.Enter("ann", "10.0.0.1"), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.6));
            _time.Advance(TimeSpan.FromSeconds(0.6));
            Assert.Equal(TimeSpan.Zero, throttle.Enter("ann", "10.0.0.1"));
        }
    }

    [Fact]
    public void Guesser_GetsHardlyAnywhereInADay()
    {
        var throttle = new SignInThrottle(_time);
        var looked = 0;
        for (var n = 0; n < 24 * 60 * 6; n++)
        {
            looked += throttle.Enter("ann", "10.0.0.1") == TimeSpan.Zero ? 1 : 0;
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.InRange(looked, 5, 150);
    }

    [Fact]
    public void Guesser_DoesNotLockOutThePersonElsewhere()
    {
        var throttle = new SignInThrottle(_time);
        Assert.Contains(Enumerable.Range(0, 100).Select(_ => throttle.Enter("ann", "10.0.0.1")), wait => wait > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, throttle.Enter("ann", "10.0.0.2"));
    }

    [Fact]
    public void Sprayer_OfManyNamesFromOneSource_IsSlowedToo()
    {
        var throttle = new SignInThrottle(_time);
        Assert.Equal(30, Enumerable.Range(0, 1000).Count(n => throttle.Enter($"name{n}", "10.0.0.1") == TimeSpan.Zero));
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(TimeSpan.Zero, throttle.Enter("ann", "10.0.0.1"));
    }

    [Fact]
    public void Success_StartsTheCountAnew()
    {
        var throttle = new SignInThrottle(_time);
        for (var n = 0; n < 200; n++)
        {
            Assert.Equal(TimeSpan.Zero, throttle.Enter("ann", "10.0.0.1"));
            throttle.Succeeded("ann", "10.0.0.1");
        }
    }

    [Fact]
    public void AtOnce_NotMoreAreLookedAtThanOneAfterTheOther()
    {
        var throttle = new SignInThrottle(_time);
        var looked = 0;
        Parallel.For(0, 200, _ =>
        {
            if (throttle.Enter("ann", "10.0.0.1") == TimeSpan.Zero)
            {
                Interlocked.Increment(ref looked);
            }
        });
        Assert.Equal(5, looked);
    }

    [Fact]
    public void Memory_IsBounded_WhateverComes()
    {
        var throttle = new SignInThrottle(_time);
        for (var n = 0; n < 50_000; n++)
        {
            throttle.Enter(new string('x', 1000) + n, $"2001:db8:{n % 0x10000:x}::/64");
        }

        Assert.InRange(throttle.Size, 1, 8192);
    }

    [Fact]
    public void Source_OfAnIpv6Address_IsItsNetwork()
    {
        Assert.Equal(Source.KeyOf(IPAddress.Parse("2001:db8:1:2::1")), Source.KeyOf(IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.NotEqual(Source.KeyOf(IPAddress.Parse("2001:db8:1:2::1")), Source.KeyOf(IPAddress.Parse("2001:db8:1:3::1")));
        Assert.Equal("10.0.0.7", Source.KeyOf(IPAddress.Parse("::ffff:10.0.0.7")));
    }

    [Fact]
    public async Task Page_AfterTooManyTries_SaysHowLongToWait_AndEntersItOnce()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("ann", Role.Viewer);
        using var browser = site.Browser();
        for (var n = 0; n < 5; n++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignInAsync("ann", "wrong")).Status);
        }

        for (var n = 0; n < 4; n++)
        {
            // The right password does not count either while one has to wait: or guessing could go on in the dark.
            var answer = await browser.SignInAsync("ann");
            Assert.Equal((HttpStatusCode.TooManyRequests, "Too many tries from here. Try again in 2 s."), (answer.Status, answer.Message));
            Assert.Contains("Retry-After: 2", answer.Headers, StringComparison.Ordinal);
        }

        Assert.Equal(6, (await site.EntriesAsync()).Count);
        site.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync("ann")).Status);
    }
}
