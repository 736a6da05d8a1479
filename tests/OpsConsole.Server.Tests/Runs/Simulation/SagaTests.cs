using OpsConsole.Server.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>Three promises of every step of every operation: a failure there unwinds all; unwinding twice is the same as once; doing twice is the same as once.</summary>
public sealed class SagaTests
{
    public static TheoryData<Operation, string> Steps
    {
        get
        {
            var steps = new TheoryData<Operation, string>();
            foreach (var (operation, names) in new (Operation, string)[]
            {
                (Operation.Switch, "gates warm shift receipts bake"),
                (Operation.Canary, "gates warm shift-5 bake-5 shift-30 receipts bake-30"),
                (Operation.Upgrade, "gates install warm smoke shift receipts bake"),
                (Operation.Rollback, "shift receipts"),
            })
            {
                steps.AddRange([.. names.Split(' ').Select(name => (operation, name))]);
            }

            return steps;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Step_FailsAfterItsEffect_EverythingIsUnwound(Operation operation, string name)
    {
        var run = await LiveAsync(operation, name, step => new OddStep(step, fails: true));
        Assert.Contains($"{name} was made to fail", run.Outcome, StringComparison.Ordinal);
        Assert.Equal(RunPhase.RolledBack, run.State);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Step_FailsAndEverythingIsUnwoundTwice_IsTheSame(Operation operation, string name)
        => Assert.Equal(RunPhase.RolledBack, (await LiveAsync(operation, name, step => new OddStep(step, fails: true, undoesTwice: true), all: step => new OddStep(step, undoesTwice: true))).State);

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Step_IsDoneTwice_IsTheSame(Operation operation, string name)
        => Assert.Equal(RunPhase.Succeeded, (await LiveAsync(operation, name, step => new OddStep(step, doesTwice: true))).State);

    [Fact]
    public async Task Steps_OfThePlans_AreAllTried()
    {
        foreach (var operation in new[] { Operation.Switch, Operation.Canary, Operation.Upgrade, Operation.Rollback })
        {
            var run = await OneThread.RunAsync(() => AskedAsync(operation));
            Assert.Equal(run.Steps.Select(step => step.Name), Steps.Where(step => step.Data.Item1 == operation).Select(step => step.Data.Item2));
        }
    }

    private static async Task<RunState> AskedAsync(Operation operation)
    {
        await using var run = new SimRun(operation);
        await run.AskAsync(bakeSeconds: 1);
        return await run.FindAsync();
    }

    private static Task<RunState> LiveAsync(Operation operation, string name, Func<IStep, IStep> odd, Func<IStep, IStep>? all = null)
        => OneThread.RunAsync(() => LiveHereAsync(operation, name, odd, all));

    private static async Task<RunState> LiveHereAsync(Operation operation, string name, Func<IStep, IStep> odd, Func<IStep, IStep>? all)
    {
        await using var run = new SimRun(operation);
        await run.AskAsync(bakeSeconds: 1);
        Assert.True((await run.LiveAsync(SimTrouble.None, step => step.Name == name ? odd(step) : all?.Invoke(step) ?? step)).Ended);
        await run.JudgeAsync($"{operation}, {name}");
        return await run.FindAsync();
    }
}
