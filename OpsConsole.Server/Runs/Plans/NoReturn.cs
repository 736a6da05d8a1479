using OpsConsole.Server.Configuration;

namespace OpsConsole.Server.Runs.Plans;

/// <summary>Which step of a run cannot be taken back altogether. Pure.</summary>
internal static class NoReturn
{
    /// <summary>Of <paramref name="run"/>, as far as it is drafted; null where everything of it comes back.</summary>
    public static PointOfNoReturn? Of(RunState run, UpgradeOptions upgrade)
    {
        if (run.Operation is not Operation.Upgrade || upgrade.Migrates is not DataMigration.OneWay)
        {
            return null;
        }

        var remains = $"The data stays as {run.Version} has changed it: that migration goes one way.";
        var slot = run.Target.Word();
        return new PointOfNoReturn(
            StepNames.Install,
            run.VersionBefore is { } before
                ? $"Traffic goes back to {run.Target.Other().Word()}, and {before} into {slot}. {remains}"
                : $"Traffic goes back to {run.Target.Other().Word()}; {slot} keeps {run.Version}, since what it ran before is not known. {remains}",
            remains);
    }
}
