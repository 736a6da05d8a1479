namespace OpsConsole.Server.Sandbox.Children;

/// <summary>
/// Numbers from 0 up to 1 that fill the range evenly however many are taken: the multiples of the golden ratio, without their
/// whole part. Ten turns at 30 % give three, not "three on average".
/// </summary>
internal static class Spread
{
    private const uint GoldenRatio = 2_654_435_769;

    public static double At(uint turn) => unchecked(turn * GoldenRatio) / 4_294_967_296.0;
}
