using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OpsConsole.Client.Live;
using OpsConsole.Client.Overview;

namespace OpsConsole.Client.Tests.Overview;

/// <summary>The one sentence that a tired person reads.</summary>
public sealed class SentenceTests
{
    private static readonly ClockState s_calm = Situation.Clock(Situation.Node("lb-1", 0.003), Situation.Node("db-1", -0.009));

    public static TheoryData<string, string> Table => new()
    {
        { "calm", "Green 1.16.1 is live and healthy. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. Nothing to do." },
        { "nothing read", "dify-prod has not been read yet. Wait a moment." },
        { "silent", "Nothing has been heard of dify-prod for 42 s. Green 1.16.1 was live when it was last seen. You must: look at the console's own log." },
        { "live down", "Green 1.16.1 is live and does not answer. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. You must: undo, back to blue 1.15.0." },
        { "both down", "Green 1.16.1 is live and does not answer. Blue 1.15.0 is down, so there is no way back. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. You must: restart green 1.16.1." },
        { "idle down", "Green 1.16.1 is live and healthy. Blue 1.15.0 is down, so there is no way back. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. You must: restart blue 1.15.0 to have a way back." },
        { "degraded", "Green 1.16.1 is live, but not as it should be. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. Nothing to do." },
        { "unread", "The gateway cannot be read, so which slot is live is not known. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. You must: look at the gateway, http://127.0.0.1:8080." },
        { "split", "Traffic is split, blue 30 %, green 70 %, and no run asked for it. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. You must: decide which slot is to be live." },
        { "split as asked", "Blue 1.15.0 takes 75 % and green 1.16.1 takes 25 % of the traffic, as asked; both are healthy. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. Nothing to do." },
        { "split, one down", "Blue 1.15.0 takes 75 % and green 1.16.1 takes 25 % of the traffic, as asked, but not both are as they should be. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. You must: undo, or restart green 1.16.1." },
        { "frozen", "Green 1.16.1 is live and healthy. All clocks within 12 ms. Changes are frozen until 03-16 09:26 UTC. Last change 5 min ago: a switch by sre-2. Nothing to do." },
        { "baking a share", "Traffic is on its way: blue 95 %, green 5 %. The canary to green 1.16.1 is in its bake, 6 min of 10 min; it goes on to 25 % by itself at 09:30:53 UTC. All clocks within 12 ms. Nothing to do." },
        { "diverged", "Green 1.16.1 takes all traffic, and no run asked for it. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. You must: decide which slot is to be live." },
        { "part down", "PostgreSQL is down. Green 1.16.1 is live and answers its probes. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. You must: look at PostgreSQL." },
        { "part degraded", "Green 1.16.1 is live and healthy. plugin-daemon is degraded. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. Nothing to do." },
        { "part near its end", "Green 1.16.1 is live and healthy. certificate is degraded. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. You must: look at certificate." },
        { "health unknown", "Green 1.16.1 is live and healthy. How its parts are is not known. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. Nothing to do." },
        { "errors", "61 % of the answers are errors. Green 1.16.1 is live and answers its probes. All clocks within 12 ms. Last change 5 min ago: a switch by sre-2. You must: undo, back to blue 1.15.0." },
        { "errors, no way back", "61 % of the answers are errors. Green 1.16.1 is live and answers its probes. All clocks within 12 ms. You must: find out why green 1.16.1 answers with errors; there is no change to undo." },
        { "live down, no way back", "Green 1.16.1 is live and does not answer. All clocks within 12 ms. You must: restart green 1.16.1." },
        { "clock ahead", "lb-1 is 45.0 s ahead. Green 1.16.1 is live and answers its probes. Last change 5 min ago: a switch by sre-2. You must: set the clock of lb-1 right." },
        { "clock unsynchronised", "Green 1.16.1 is live and healthy. This machine's clock follows no reference. Last change 5 min ago: a switch by sre-2. Nothing to do." },
        { "clock unknown", "Green 1.16.1 is live and healthy. 1 of 2 clocks are not known. Last change 5 min ago: a switch by sre-2. Nothing to do." },
        { "clock silent", "Green 1.16.1 is live and healthy. The clocks have not been measured for 42 s. Last change 5 min ago: a switch by sre-2. Nothing to do." },
        { "running", "Green 1.16.1 is live and healthy. The switch to blue 1.15.0 is at work, at its step warm. All clocks within 12 ms. Nothing to do." },
        { "baking", "Green 1.16.1 is live and healthy. The switch to green 1.16.1 is in its bake, 6 min of 10 min; it is kept by itself at 09:30:53 UTC. All clocks within 12 ms. Nothing to do." },
        { "undoing", "Undoing the switch to green 1.16.1: errors reached 61 % in 10 s. Green 1.16.1 is live and answers its probes. All clocks within 12 ms. Nothing to do." },
        { "awaiting", "Green 1.16.1 is live and healthy. The switch to blue 1.15.0 waits for a second person. All clocks within 12 ms. A lead must approve it." },
        { "rolled back", "Green 1.16.1 is live and healthy. The last switch undid itself 5 min ago. All clocks within 12 ms. Nothing to do." },
        { "failed", "Green 1.16.1 takes all traffic, but an undo could not be proven. The last switch, run 412, failed and needs a person. All clocks within 12 ms. You must: decide which slot is to be live." },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Sentence_OfASituation_SaysWhatIsTrueAndWhatToDo(string situation, string expected) => Assert.Equal(expected, Say(Facts(situation)));

    [Fact]
    public void Sentence_WhenEverythingIsWrong_StaysShortAndBeginsWithTheWorst()
    {
        var facts = Facts("live down") with
        {
            Health = Situation.Health(Situation.Component("PostgreSQL", state: ComponentCondition.Down), Situation.Component("Redis", state: ComponentCondition.Unknown)),
            Clock = Situation.Clock(Situation.Node("lb-1", 45, state: ClockCondition.Untrusted), Situation.Node("db-1", 0)),
            Traffic = Situation.Traffic(errors: 0.9),
        };
        var clauses = Sentence.Of(facts);
        Assert.Equal(5, clauses.Count);
        Assert.All(clauses.Take(4), clause => Assert.Equal(Tone.Trouble, clause.Tone));
        Assert.Equal(Tone.Must, clauses[^1].Tone);
    }

    private static SentenceFacts Facts(string situation)
    {
        var calm = new SentenceFacts(Situation.Name, Situation.Environment(), Situation.Health(), s_calm, Situation.Traffic(), null, Situation.Run(), Situation.Now);
        var split = Situation.Environment(live: null, weights: new Weights(75, 25));
        return situation switch
        {
            "calm" => calm,
            "nothing read" => calm with { Environment = null },
            "silent" => calm with { Silence = TimeSpan.FromSeconds(42) },
            "live down" => calm with { Environment = Situation.Environment(green: SlotCondition.Down) },
            "both down" => calm with { Environment = Situation.Environment(green: SlotCondition.Down, blue: SlotCondition.Down) },
            "idle down" => calm with { Environment = Situation.Environment(blue: SlotCondition.Down) },
            "degraded" => calm with { Environment = Situation.Environment(green: SlotCondition.Degraded) },
            "unread" => calm with { Environment = Situation.Environment(live: null, unread: true) },
            "split" => calm with { Environment = Situation.Environment(live: null, agrees: false, state: EnvironmentCondition.Diverged) },
            "split as asked" => calm with { Environment = split },
            "split, one down" => calm with { Environment = Situation.Environment(live: null, weights: new Weights(75, 25), green: SlotCondition.Down) },
            "frozen" => calm with { Environment = Situation.Environment(freeze: new FreezeState("quarter's end", Situation.Now.AddDays(2), "lead-1")) },
            "baking a share" => calm with { Active = Situation.Canary([5, 25], RunPhase.Baking, "bake-5"), Environment = Situation.Environment(live: null, active: 412, weights: new Weights(95, 5)) },
            "diverged" => calm with { Environment = Situation.Environment(state: EnvironmentCondition.Diverged, agrees: false) },
            "part down" => calm with { Health = Situation.Health(Situation.Component("PostgreSQL", state: ComponentCondition.Down)) },
            "part degraded" => calm with { Health = Situation.Health(Situation.Component("plugin-daemon", state: ComponentCondition.Degraded)) },
            "part near its end" => calm with { Health = Situation.Health(Situation.Component("certificate", state: ComponentCondition.Degraded) with { Detail = "shop.example, 10 days left" }) },
            "health unknown" => calm with { Health = null },
            "errors" => calm with { Traffic = Situation.Traffic(errors: 0.61) },
            "errors, no way back" => calm with { Environment = Situation.Environment(undoRun: null), Traffic = Situation.Traffic(errors: 0.61), Last = null },
            "live down, no way back" => calm with { Environment = Situation.Environment(green: SlotCondition.Down, undoRun: null), Last = null },
            "clock ahead" => calm with { Clock = Situation.Clock(Situation.Node("lb-1", 45, state: ClockCondition.Untrusted), Situation.Node("db-1", 0)) },
            "clock unsynchronised" => calm with { Clock = Situation.Clock(Situation.Node("vm", null, 16, ClockCondition.Unknown, synchronised: false)) },
            "clock unknown" => calm with { Clock = Situation.Clock(Situation.Node("vm", null, null, ClockCondition.Unknown, null), Situation.Node("db-1", 0)) },
            "clock silent" => calm with { ClockSilence = TimeSpan.FromSeconds(42) },
            "running" => calm with { Active = Situation.Run(RunPhase.Running, target: Slot.Blue, at: "warm") },
            "baking" => calm with { Active = Situation.Run(RunPhase.Baking) },
            "undoing" => calm with { Active = Situation.Run(RunPhase.Undoing, at: "bake", outcome: "errors reached 61 % in 10 s.") },
            "awaiting" => calm with { Active = Situation.Run(RunPhase.AwaitingApproval, target: Slot.Blue) },
            "rolled back" => calm with { Last = Situation.Run(RunPhase.RolledBack) },
            "failed" => calm with { Environment = Situation.Environment(state: EnvironmentCondition.Diverged), Last = Situation.Run(RunPhase.Failed) },
            _ => throw new ArgumentOutOfRangeException(nameof(situation), situation, "Nobody described it."),
        };
    }

    private static string Say(SentenceFacts facts)
    {
        using var services = new ServiceCollection().AddLogging().AddClient().BuildServiceProvider();
        return SentenceText.Say(Sentence.Of(facts), services.GetRequiredService<IStringLocalizer<OverviewTexts>>(), services.GetRequiredService<Figures>());
    }
}
