using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Tests.Gates;

/// <summary>The class of a change says which gates count for it.</summary>
public sealed class ChangeClassTests
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");

    private readonly EnvironmentOptions _options = new();

    [Theory]
    [InlineData(Operation.Restart, GateVerdict.NotApplicable, "A small change does not ask for it here.")]
    [InlineData(Operation.Switch, GateVerdict.Fail, "so it is")]
    [InlineData(Operation.Rollback, GateVerdict.NotApplicable, "The operation rollback does not ask for it.")]
    public void Window_ClosedOne_HoldsUpAllButSmallChanges(Operation operation, GateVerdict expected, string evidence)
        => Assert.Equal((expected, evidence), Ask(operation, new Told("window", GateVerdict.Fail, Change.Disruptive)));

    [Fact]
    public void Spares_OfAClass_DoNotHoldItUpAndSaySo()
    {
        _options.ClassRules.Medium.Spares = ["backup"];
        Assert.Equal((GateVerdict.NotApplicable, "A medium change does not ask for it here."), Ask(Operation.Switch, new Told("backup", GateVerdict.Fail, Change.Any)));
        _options.Classes.Switch = ChangeClass.Large;
        Assert.Equal(GateVerdict.Fail, Ask(Operation.Switch, new Told("backup", GateVerdict.Fail, Change.Any)).State);
    }

    [Theory]
    [InlineData(Operation.Upgrade, GateVerdict.Fail)]
    [InlineData(Operation.Restart, GateVerdict.NotApplicable)] // A slot is started anew because it is not well.
    [InlineData(Operation.Rollback, GateVerdict.NotApplicable)]
    public void TargetHealthy_LargeChange_IsAskedAlsoWhereTheOperationAloneWouldNot(Operation operation, GateVerdict expected)
    {
        (_options.Classes.Upgrade, _options.Classes.Restart) = (ChangeClass.Large, ChangeClass.Large);
        Assert.Equal(expected, Ask(operation, new Told("target-healthy", GateVerdict.Fail, _ => false, Change.Any)).State);
        (_options.Classes.Upgrade, _options.Classes.Restart) = (ChangeClass.Medium, ChangeClass.Medium);
        Assert.Equal(GateVerdict.NotApplicable, Ask(operation, new Told("target-healthy", GateVerdict.Fail, _ => false, Change.Any)).State);
    }

    [Theory]
    [InlineData(GateVerdict.Pass, GateVerdict.Pass)]
    [InlineData(GateVerdict.Fail, GateVerdict.Fail)]
    [InlineData(GateVerdict.NotApplicable, GateVerdict.Unknown)]
    public void Required_NothingFeedsIt_IsUnknown(GateVerdict said, GateVerdict expected)
    {
        (_options.Classes.Switch, _options.ClassRules.Large.Requires) = (ChangeClass.Large, ["backup"]);
        var (state, evidence) = Ask(Operation.Switch, new Told("backup", said, Change.Any));
        Assert.Equal((expected, said is GateVerdict.NotApplicable), (state, evidence.StartsWith("A large change requires it here, and nothing feeds it.", StringComparison.Ordinal)));
    }

    [Fact]
    public void EvaluateOne_ClassSparesIt_IsJudgedAllTheSame()
    {
        _options.ClassRules.Medium.Spares = ["backup"];
        Assert.Equal(GateVerdict.Fail, Evaluator(new Told("backup", GateVerdict.Fail, Change.Any)).EvaluateOne("backup", Shop).State);
    }

    private ManagedEnvironment Shop => new("shop", false, _options, null, new ExternalSlots(s_nowhere, s_nowhere), null);

    private (GateVerdict State, string Evidence) Ask(Operation operation, IGate gate)
        => Assert.Single(Evaluator(gate).Evaluate("shop", operation, Slot.Green)) is var result ? (result.State, result.Evidence) : default;

    private GateEvaluator Evaluator(IGate gate) => new([gate], new EnvironmentCatalogue([Shop]), NullLogger<GateEvaluator>.Instance);

    /// <summary>A gate that says what it is told to.</summary>
    private sealed class Told(string name, GateVerdict says, Func<Operation, bool> concerns, Func<Operation, bool>? canConcern = null) : IGate
    {
        public string Name => name;

        public bool CanOverride => true;

        public bool Concerns(Operation operation) => concerns(operation);

        public bool CanConcern(Operation operation) => (canConcern ?? Change.Disruptive)(operation);

        public GateAnswer Judge(GateQuestion question) => new(says, "so it is", null);
    }
}
