using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>Weights as they stand in the include: <c>blue=75 green=25 tag=beta:green</c>.</summary>
internal static partial class IncludeWeights
{
    public static string Write(Weights weights)
        => string.Create(CultureInfo.InvariantCulture, $"blue={weights.Blue} green={weights.Green}{(weights.Tag is { } tag ? $" tag={tag.Value}:{tag.Slot.Word()}" : "")}");

    /// <summary>Null when they are none.</summary>
    public static Weights? Read(string text)
    {
        if (Pattern().Match(text) is not { Success: true } found)
        {
            return null;
        }

        var tag = found.Groups["tag"].Success ? new GrayTag(found.Groups["tag"].Value, SlotExtensions.Parse(found.Groups["slot"].Value)!.Value) : null;
        var weights = new Weights(int.Parse(found.Groups["blue"].Value, CultureInfo.InvariantCulture), int.Parse(found.Groups["green"].Value, CultureInfo.InvariantCulture), tag);
        return WeightsRule.WhatIsWrong(weights) is null ? weights : null;
    }

    [GeneratedRegex("^blue=(?<blue>[0-9]{1,3}) green=(?<green>[0-9]{1,3})(?: tag=(?<tag>[A-Za-z0-9._-]{1,64}):(?<slot>blue|green))?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
