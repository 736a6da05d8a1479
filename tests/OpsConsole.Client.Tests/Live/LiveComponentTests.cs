using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using OpsConsole.Client.Live;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Live;

public sealed class LiveComponentTests
{
    [Fact]
    public void FirstPicture_ShowsTheNewestAndFollowsNothing()
    {
        using var page = new Page(interactive: false);
        page.Feed.Publish(Situation.Health());
        var probe = page.Show<Probe>(("Of", Situation.Name));
        Assert.Equal("3 fresh", probe.Markup);
        Assert.Equal(0, page.Feed.Readers);
    }

    [Fact]
    public async Task NewState_IsShown()
    {
        using var page = new Page();
        var probe = page.Show<Probe>(("Of", Situation.Name));
        Assert.Equal("nothing fresh", probe.Markup);
        page.Feed.Publish(Situation.Health(Situation.Component("api")));
        await Eventually.BecomesTrueAsync(() => probe.Markup == "1 fresh");
    }

    [Fact]
    public async Task OtherKey_IsFollowedInsteadOfTheOld()
    {
        using var page = new Page();
        page.Feed.Publish(Situation.Health());
        page.Feed.Publish(Situation.Health(Situation.Component("web")) with { Environment = "other" });
        var probe = page.Show<Probe>(("Of", Situation.Name));
        probe.Render(parameters => parameters.Add(shown => shown.Of, "other"));
        Assert.Equal("1 fresh", probe.Markup);
        await Eventually.BecomesTrueAsync(() => page.Feed.Readers == 1);
        page.Feed.Publish(Situation.Health(Situation.Component("a"), Situation.Component("b")));
        page.Feed.Publish(Situation.Health(Situation.Component("a"), Situation.Component("b"), Situation.Component("c"), Situation.Component("d")) with { Environment = "other" });
        await Eventually.BecomesTrueAsync(() => probe.Markup == "4 fresh");
    }

    [Fact]
    public async Task Silence_TurnsItStaleAfterThreeSampleTimes_AndNewsMakesItFreshAgain()
    {
        using var page = new Page();
        page.Feed.Publish(Situation.Health());
        var probe = page.Show<Probe>(("Of", Situation.Name));
        page.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("3 fresh", probe.Markup);
        page.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.BecomesTrueAsync(() => probe.Markup == "3 stale");
        page.Feed.Publish(Situation.Health(Situation.Component("api")));
        await Eventually.BecomesTrueAsync(() => probe.Markup == "1 fresh");
    }

    [Fact]
    public async Task SlowPage_DoesNotHoldTheFeederAndNeverRunsOnItsThread()
    {
        using var page = new Page();
        var probe = page.Show<Probe>(("Of", Situation.Name));
        var slow = true;
        var threads = new List<int>();
        probe.Instance.OnRender = () =>
        {
            lock (threads)
            {
                threads.Add(Environment.CurrentManagedThreadId);
            }

            SpinWait.SpinUntil(() => !Volatile.Read(ref slow), TimeSpan.FromSeconds(30));
        };
        var feeder = 0;
        var published = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            feeder = Environment.CurrentManagedThreadId;
            for (var number = 0; number < 100; number++)
            {
                page.Feed.Publish(Situation.Health(Situation.Component($"api-{number}")));
            }

            published.SetResult();
        });
        thread.Start();
        // All hundred are published while the first of them is still being drawn.
        await published.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await Eventually.BecomesTrueAsync(() => threads.Count > 0);
        Volatile.Write(ref slow, false);
        await Eventually.BecomesTrueAsync(() => probe.Markup.Contains('1', StringComparison.Ordinal));
        Assert.DoesNotContain(feeder, threads);
    }

    [Fact]
    public async Task LeftPage_StopsFollowing()
    {
        var page = new Page();
        page.Show<Probe>(("Of", Situation.Name));
        Assert.Equal(1, page.Feed.Readers);
        await page.DisposeComponentsAsync();
        await Eventually.BecomesTrueAsync(() => page.Feed.Readers == 0);
        page.Dispose();
    }

    [Fact]
    public async Task BrokenSource_IsThisPagesTroubleAlone()
    {
        using var page = new Page();
        page.Show<Probe>(("Of", Situation.Name));
        page.Feed.Break<HealthState>(new InvalidOperationException("the source broke"));
        var thrown = await page.Renderer.UnhandledException.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.Equal("the source broke", thrown.Message);
    }

    /// <summary>As small as a live component can be.</summary>
    private sealed class Probe : LiveComponent<HealthState>
    {
        [Parameter]
        public string Of { get; set; } = "";

        public Action? OnRender { get; set; }

        protected override string? Key => Of;

        protected override TimeSpan? SampleTime => TimeSpan.FromSeconds(1);

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            OnRender?.Invoke();
            builder.AddContent(0, $"{State?.Components.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"} {(IsStale ? "stale" : "fresh")}");
        }
    }
}
