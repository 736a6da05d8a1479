using OpsConsole.Server.Health;

namespace OpsConsole.Server.Tests.Health;

public sealed class ComponentRecordTests
{
    private static readonly DateTimeOffset s_at = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", ComponentCondition.Unknown)]
    [InlineData("+", ComponentCondition.Up)]
    [InlineData("-", ComponentCondition.Unknown)]
    [InlineData("--", ComponentCondition.Down)]
    [InlineData("+-", ComponentCondition.Degraded)]
    [InlineData("+-+", ComponentCondition.Up)]
    [InlineData("+--", ComponentCondition.Down)]
    [InlineData("+----", ComponentCondition.Down)]
    [InlineData("+--+", ComponentCondition.Up)]
    [InlineData("--+-", ComponentCondition.Degraded)]
    [InlineData("+-+-", ComponentCondition.Degraded)]
    public void After_TheseAnswers_IsSo(string answers, ComponentCondition expected) => Assert.Equal(expected, Of(answers).State);

    [Fact]
    public void After_SameState_SinceStays()
    {
        var record = Of("+--");
        Assert.Equal(s_at.AddSeconds(2), record.Since);
        Assert.Equal(s_at.AddSeconds(2), record.After(Bad, s_at.AddSeconds(9)).Since);
        Assert.Equal(s_at.AddSeconds(10), record.After(Good, s_at.AddSeconds(10)).Since);
    }

    [Fact]
    public void After_Failure_KeepsTheLastLatencyAndVersionAndSaysWhy()
    {
        var record = Of("+-");
        Assert.Equal((12.35, "1.0.0", "refused"), (record.LatencyMs, record.Version, record.LastError));
        Assert.Equal(s_at.AddSeconds(1), record.CheckedAt);
    }

    [Fact]
    public void After_GoodAnswer_TheErrorIsForgottenAndANewVersionSeen()
    {
        var record = Of("+--").After(Good with { Version = "1.1.0" }, s_at);
        Assert.Equal((null, "1.1.0"), (record.LastError, record.Version));
        Assert.Equal("1.1.0", record.After(Good with { Version = null }, s_at).Version);
    }

    [Theory]
    [InlineData("!", ComponentCondition.Degraded)]
    [InlineData("+!", ComponentCondition.Degraded)]
    [InlineData("!!!!", ComponentCondition.Degraded)]
    [InlineData("!+", ComponentCondition.Up)]
    [InlineData("!-", ComponentCondition.Degraded)]
    [InlineData("!--", ComponentCondition.Down)]
    [InlineData("-!-", ComponentCondition.Degraded)]
    [InlineData("--!", ComponentCondition.Degraded)]
    public void After_Warnings_IsDegradedAndNoProbeIsMissed(string answers, ComponentCondition expected) => Assert.Equal(expected, Of(answers).State);

    [Fact]
    public void After_Warning_ItsWordsAndTheDetailAreKeptAsLongAsItAnswers()
    {
        var record = Of("+!");
        Assert.Equal(("10 days left", "shop.example", 12.35), (record.LastError, record.Detail, record.LatencyMs));
        Assert.Equal(("refused", null), (record.After(Bad, s_at).LastError, record.After(Bad, s_at).Detail));
        Assert.Equal((null, null), (record.After(Good, s_at).LastError, record.After(Good, s_at).Detail));
    }

    private static ProbeAnswer Good { get; } = new(null, TimeSpan.FromMilliseconds(12.346), "1.0.0");

    private static ProbeAnswer Bad { get; } = new("refused", TimeSpan.FromMilliseconds(1), null);

    private static ProbeAnswer Warned { get; } = Good with { Warning = "10 days left", Detail = "shop.example" };

    private static ComponentRecord Of(string answers) => answers
        .Select((sign, index) => (Answer: sign switch { '+' => Good, '!' => Warned, _ => Bad }, At: s_at.AddSeconds(index)))
        .Aggregate(ComponentRecord.Unseen, (record, next) => record.After(next.Answer, next.At));
}
