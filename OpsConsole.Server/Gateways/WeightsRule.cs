namespace OpsConsole.Server.Gateways;

/// <summary>Which weights a gateway can be given.</summary>
internal static class WeightsRule
{
    /// <summary>What is wrong with <paramref name="weights"/>; null when they can be set.</summary>
    public static string? WhatIsWrong(Weights weights) => weights switch
    {
        { Blue: < 0 or > 100 } => $"The weight of blue is {weights.Blue}; it must be 0 to 100.",
        { Green: < 0 or > 100 } => $"The weight of green is {weights.Green}; it must be 0 to 100.",
        { Blue: 0, Green: 0 } => "Both weights are 0; one slot must take traffic.",
        { Tag: { } tag } when !GrayTag.IsValue(tag.Value) => $"The tag is '{tag.Value}'; it must be 1 to {GrayTag.LongestValue} of A to Z, a to z, 0 to 9, '.', '_' and '-'.",
        _ => null,
    };
}
