using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Tests.Runs;

public sealed class RunRequestCheckTests
{
    private static readonly string[] s_gates = ["clocks", "storage"];
    private static readonly RunRequest s_good = new(Operation.Switch, Slot.Green, BakeSeconds: 0, Reason: "because");

    public static TheoryData<string> Good { get; } = new(s_goodOnes.Keys);

    public static TheoryData<string> Bad { get; } = new(s_badOnes.Keys);

    public static TheoryData<string> Later { get; } = new(s_laterOnes.Keys);

    private static Dictionary<string, RunRequest> s_goodOnes => new(StringComparer.Ordinal)
    {
        ["switch"] = s_good,
        ["rollback"] = s_good with { Operation = Operation.Rollback },
        ["restart"] = s_good with { Operation = Operation.Restart },
        ["no target"] = s_good with { Target = null },
        ["three characters"] = s_good with { Reason = " abc " },
        ["500 characters"] = s_good with { Reason = new string('x', 500) },
        ["500 emoji of many parts"] = s_good with { Reason = string.Concat(Enumerable.Repeat("\U0001F6E0\uFE0F", 500)) },
        ["three letters with accents"] = s_good with { Reason = "e\u0301a\u0300o\u0302" },
        ["a text from right to left"] = s_good with { Reason = "\u05d1\u05d3\u05d9\u05e7\u05d4" },
        ["a line's end behind it"] = s_good with { Reason = "because\n", Ticket = "OPS-7\n" },
        ["a day's bake"] = s_good with { BakeSeconds = 86_400 },
        ["window"] = s_good with { Window = new RunWindow(Sample.At, Sample.At.AddHours(1)) },
        ["upgrade"] = s_good with { Operation = Operation.Upgrade, Version = "1.2.3-rc.1+build.5" },
        ["canary"] = s_good with { Operation = Operation.Canary },
        ["canary to a quarter"] = s_good with { Operation = Operation.Canary, Weight = 25 },
        ["canary by its own shares"] = s_good with { Operation = Operation.Canary, Weights = [2, 20, 100] },
        ["canary of tagged requests"] = s_good with { Operation = Operation.Canary, Match = "beta-7" },
        ["override"] = s_good with { OverrideGates = ["clocks"] },
        ["dry run without a reason"] = s_good with { Reason = null, DryRun = true },
    };

    private static Dictionary<string, (RunRequest Request, string Named)> s_badOnes => new(StringComparer.Ordinal)
    {
        ["no reason"] = (s_good with { Reason = null }, "'reason'"),
        ["empty reason"] = (s_good with { Reason = "  " }, "'reason'"),
        ["two characters"] = (s_good with { Reason = " ab " }, "'reason' has 2"),
        ["two letters of many units"] = (s_good with { Reason = "e\u0301a\u0300" }, "'reason' has 2 characters"),
        ["one emoji of many units"] = (s_good with { Reason = "\U0001F469\u200D\U0001F680" }, "'reason' has 1 "),
        ["zero-width characters"] = (s_good with { Reason = "\u200b\u200b\u200b\u200b" }, "'reason' has 0 characters that can be seen"),
        ["zero-width characters around"] = (s_good with { Reason = "\u200ba\u200b\u200b" }, "'reason' has 1 "),
        ["blanks of another name"] = (s_good with { Reason = "\u3164\u2800\u00a0\u3164" }, "'reason' has 0 "),
        ["501 emoji"] = (s_good with { Reason = string.Concat(Enumerable.Repeat("\U0001F6E0", 501)) }, "'reason' has 501 "),
        ["endless marks"] = (s_good with { Reason = "abc" + new string('\u0301', 5000) }, "'reason' has more marks"),
        ["NUL"] = (s_good with { Reason = "be\0cause" }, "'reason' has U+0000"),
        ["escape"] = (s_good with { Reason = "be\u001b[2Jcause" }, "'reason' has U+001B"),
        ["two lines"] = (s_good with { Reason = "one\ntwo" }, "'reason' has U+000A"),
        ["order turned"] = (s_good with { Reason = "be\u202ecause" }, "'reason' has U+202E"),
        ["order isolated, in a dry run"] = (s_good with { Reason = "be\u2066cause", DryRun = true }, "'reason' has U+2066"),
        ["escape in the ticket"] = (s_good with { Ticket = "OPS\u001b-7" }, "'ticket' has U+001B"),
        ["order turned in the ticket"] = (s_good with { Ticket = "OPS\u202a-7" }, "'ticket' has U+202A"),
        ["10 kB"] = (s_good with { Reason = new string('x', 10_000) }, "'reason' has 10000"),
        ["dry run with a bad reason"] = (s_good with { Reason = "ab", DryRun = true }, "'reason'"),
        ["bake below 0"] = (s_good with { BakeSeconds = -1 }, "'bakeSeconds'"),
        ["bake over a day"] = (s_good with { BakeSeconds = 86_401 }, "'bakeSeconds'"),
        ["weight 0"] = (s_good with { Weight = 0 }, "'weight'"),
        ["weight 101"] = (s_good with { Operation = Operation.Canary, Weight = 101 }, "'weight'"),
        ["one weight of many"] = (s_good with { Weights = [1, 101] }, "'weights'"),
        ["no weights"] = (s_good with { Operation = Operation.Canary, Weights = [] }, "'weights' is empty"),
        ["weights that fall"] = (s_good with { Operation = Operation.Canary, Weights = [5, 25, 25] }, "'weights' must rise"),
        ["too many weights"] = (s_good with { Operation = Operation.Canary, Weights = [.. Enumerable.Range(1, 21)] }, "'weights' has 21"),
        ["a tag with a blank"] = (s_good with { Operation = Operation.Canary, Match = "two words" }, "'match' is 'two words'"),
        ["an empty tag"] = (s_good with { Operation = Operation.Canary, Match = "" }, "'match'"),
        ["an upgrade to nothing"] = (s_good with { Operation = Operation.Upgrade }, "'version' is missing"),
        ["no version"] = (s_good with { Version = "latest" }, "'version'"),
        ["version with a line after it"] = (s_good with { Version = "1.2.3\n" }, "'version'"),
        ["version in other digits"] = (s_good with { Version = "١.2.3" }, "'version'"),
        ["version with a leading zero"] = (s_good with { Version = "1.02.3" }, "'version'"),
        ["pre-release with a leading zero"] = (s_good with { Version = "1.2.3-01" }, "'version'"),
        ["empty pre-release part"] = (s_good with { Version = "1.2.3-a..b" }, "'version'"),
        ["endless version"] = (s_good with { Version = "1.2.3-" + new string('a', 5000) }, "'version'"),
        ["ticket"] = (s_good with { Ticket = new string('x', 101) }, "'ticket'"),
        ["unknown gate"] = (s_good with { OverrideGates = ["clocks", "moon"] }, "'moon'"),
        ["null gate"] = (s_good with { OverrideGates = [null!] }, "'overrideGates'"),
        ["window backwards"] = (s_good with { Window = new RunWindow(Sample.At, Sample.At) }, "'window'"),
    };

    private static Dictionary<string, RunRequest> s_laterOnes => new(StringComparer.Ordinal)
    {
        ["backup"] = s_good with { Operation = Operation.Backup },
        ["window of a rollback"] = s_good with { Operation = Operation.Rollback, Window = new RunWindow(Sample.At, Sample.At.AddHours(1)) },
        ["version of a switch"] = s_good with { Version = "1.2.3" },
        ["weight of a switch"] = s_good with { Weight = 50 },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Of_WellFormed_IsNull(string name) => Assert.Null(RunRequestCheck.Of(s_goodOnes[name], s_gates));

    [Theory]
    [MemberData(nameof(Bad))]
    public void Of_Malformed_NamesWhatIsWrong(string name)
    {
        var (request, named) = s_badOnes[name];
        var refusal = RunRequestCheck.Of(request, s_gates);
        Assert.Equal(RefusalKind.BadRequest, refusal?.Kind);
        Assert.Contains(named, refusal!.Detail, StringComparison.Ordinal);
        Assert.InRange(refusal.Detail.Length, 10, 300);
    }

    [Theory]
    [MemberData(nameof(Later))]
    public void Of_WhatThisVersionCannot_SaysSo(string name) => Assert.Equal(RefusalKind.NotSupported, RunRequestCheck.Of(s_laterOnes[name], s_gates)?.Kind);
}
