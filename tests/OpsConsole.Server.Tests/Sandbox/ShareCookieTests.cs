using OpsConsole.Server.Sandbox.Children;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class ShareCookieTests
{
    private const string Value = "00112233445566778899aabbccddeeff";

    /// <summary>The buckets are 7428, 8212 and 1648: the first eight bytes of the SHA-256, by another program. They must not change between versions.</summary>
    [Theory]
    [InlineData("00000000000000000000000000000000", 75)]
    [InlineData(Value, 83)]
    [InlineData("ffffffffffffffffffffffffffffffff", 17)]
    public void SlotOf_KnownValue_GoesOverAtItsBucket(string value, int greenFrom)
    {
        Assert.Equal(Slot.Blue, ShareCookie.SlotOf(value, new Weights(101 - greenFrom, greenFrom - 1)));
        Assert.Equal(Slot.Green, ShareCookie.SlotOf(value, new Weights(100 - greenFrom, greenFrom)));
    }

    [Fact]
    public void SlotOf_ShareRises_MovesEachOnceAndNoneBackAndAsManyAsItSays()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 4000).Select(_ => Convert.ToHexStringLower(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray())).ToList();
        var before = values.ToDictionary(value => value, _ => Slot.Blue);
        for (var green = 1; green <= 99; green++)
        {
            var now = values.ToDictionary(value => value, value => ShareCookie.SlotOf(value, new Weights(100 - green, green)));
            Assert.DoesNotContain(values, value => before[value] == Slot.Green && now[value] == Slot.Blue);
            Assert.InRange(now.Values.Count(slot => slot == Slot.Green) / 4000.0, (green / 100.0) - 0.03, (green / 100.0) + 0.03);
            before = now;
        }
    }

    [Fact]
    public void SlotOf_SharesThatAreNoPercent_CountAsPartOfTheirSum()
    {
        Assert.Equal(Slot.Blue, ShareCookie.SlotOf(Value, new Weights(10, 40)));
        Assert.Equal(Slot.Green, ShareCookie.SlotOf(Value, new Weights(10, 50)));
    }

    [Theory]
    [InlineData(99, 1, Slot.Green)]
    [InlineData(99, 1, Slot.Blue)]
    [InlineData(1, 99, Slot.Blue)]
    [InlineData(50, 50, Slot.Green)]
    public void New_ForASlot_KeepsToItAndIsAnother(int blue, int green, Slot slot)
    {
        var values = Enumerable.Range(0, 50).Select(_ => ShareCookie.New(slot, new Weights(blue, green))).ToList();
        Assert.All(values, value => Assert.Equal(slot, ShareCookie.SlotOf(value, new Weights(blue, green))));
        Assert.All(values, value => Assert.Equal(value, ShareCookie.Find($"a=1; opsconsole-share={value}")));
        Assert.Equal(50, values.Distinct().Count());
    }

    [Theory]
    [InlineData($"opsconsole-share={Value}", Value)]
    [InlineData($"a=1;opsconsole-share = {Value} ;b=2", Value)]
    [InlineData($"opsconsole-share=short; opsconsole-share={Value}", Value)]
    [InlineData("", null)]
    [InlineData("opsconsole-share", null)]
    [InlineData("opsconsole-share=", null)]
    [InlineData("opsconsole-share=00112233445566778899AABBCCDDEEFF", null)]
    [InlineData("opsconsole-share=00112233445566778899aabbccddeefg", null)]
    [InlineData($"opsconsole-share={Value}0", null)]
    [InlineData($"opsconsole-share-two={Value}", null)]
    [InlineData($"OpsConsole-Share={Value}", null)]
    [InlineData($"a=opsconsole-share={Value}", null)]
    public void Find_OnlyWhatIsOfOurForm(string cookies, string? expected) => Assert.Equal(expected, ShareCookie.Find(cookies));

    [Theory]
    [InlineData($"opsconsole-share={Value}", true, null)]
    [InlineData($"opsconsole-share={Value}; a=1;  b=\"x y\"", true, "a=1;  b=\"x y\"")]
    [InlineData($"a=1; opsconsole-share={Value}; b=2", true, "a=1; b=2")]
    [InlineData($"a=1; b=2; opsconsole-share=nonsense", true, "a=1; b=2")]
    [InlineData("a=1; opsconsole-share-two=2", false, null)]
    [InlineData("", false, null)]
    public void Without_LeavesTheOthersToTheLetter(string cookies, bool found, string? others) => Assert.Equal((found, others), ShareCookie.Without(cookies));
}
