using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OpsConsole.Client.Runs;

/// <summary>The steps of a run by their names, and as people call them: <c>shift-5</c> is "shift to 5 %". Its words stand in <c>RunTexts</c> and in <c>OverviewTexts</c>.</summary>
internal static class StepName
{
    private const string ShiftWord = "shift";
    private const string BakeWord = "bake";
    public const string Install = "install";

    public const string Restart = "restart";

    public const string Reload = "reload";

    public static bool IsBake(string name) => IsOf(BakeWord, name);

    public static bool IsShift(string name) => IsOf(ShiftWord, name);

    /// <summary>The share in its name, of a step of a canary; null for any other.</summary>
    public static int? Share(string name)
        => (IsBake(name) || IsShift(name)) && int.TryParse(name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var share) ? share : null;

    /// <summary>In words; the name itself where nobody has words for it.</summary>
    public static string Of(string name, IStringLocalizer texts)
        => Share(name) is { } share ? texts[$"Step_{(IsBake(name) ? BakeWord : ShiftWord)}-share", share]
            : texts[$"Step_{name}"] is { ResourceNotFound: false } known ? known
            : name;

    /// <summary>Whether it was begun, whatever came of it.</summary>
    public static bool Began(this StepState step) => step.State is not (StepPhase.Pending or StepPhase.Skipped);

    private static bool IsOf(string kind, string name) => name == kind || name.StartsWith($"{kind}-", StringComparison.Ordinal);
}
