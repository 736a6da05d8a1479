namespace OpsConsole.EndToEnd.Tests;

/// <summary>How much of a heavy test is done: little in <c>tests/run</c>, all of it in <c>tests/run campaign</c>.</summary>
internal static class Size
{
    public static bool Campaign { get; } = Environment.GetEnvironmentVariable("OPSCONSOLE_CAMPAIGN") == "1";

    public static int Of(int ordinary, int campaign) => Campaign ? campaign : ordinary;
}
