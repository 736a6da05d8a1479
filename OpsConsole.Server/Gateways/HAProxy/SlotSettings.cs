using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>What a slot's server is set to: its weight is 0 to 256 and counts while it is ready.</summary>
internal sealed record SlotSetting(ServerMode Mode, int Weight)
{
    public bool Takes => Mode == ServerMode.Ready && Weight > 0;
}

/// <summary>What both servers are set to, and where tagged requests go. Pure.</summary>
/// <param name="Blue">Blue's server.</param>
/// <param name="Green">Green's.</param>
/// <param name="Tag">The tag and its slot; null where there is none.</param>
internal sealed partial record SlotSettings(SlotSetting Blue, SlotSetting Green, GrayTag? Tag)
{
    /// <summary>The weight for a server that takes everything and has none of its own.</summary>
    private const int Whole = 100;

    public SlotSetting Of(Slot slot) => slot == Slot.Blue ? Blue : Green;

    /// <summary>Where that sends traffic: what takes alone takes all of it, whatever its weight is; null when nobody takes any.</summary>
    public Weights? Weights()
    {
        int blue = Blue.Takes ? Blue.Weight : 0, sum = blue + (Green.Takes ? Green.Weight : 0);
        if (sum == 0)
        {
            return null;
        }

        var share = (int)Math.Round(100.0 * blue / sum, MidpointRounding.AwayFromZero);
        var shown = blue == 0 || blue == sum ? share : Math.Clamp(share, 1, 99);
        return new Weights(shown, 100 - shown, Tag);
    }

    /// <summary>What <paramref name="weights"/> want of servers that are set as these and have the weights of their configuration. Who is in maintenance and is to take nothing stays there.</summary>
    public SlotSettings For(Weights weights, Func<Slot, int> configured)
    {
        return new SlotSettings(Wanted(Slot.Blue), Wanted(Slot.Green), weights.Tag);

        SlotSetting Wanted(Slot slot)
        {
            var now = Of(slot);
            return weights.Of(slot) switch
            {
                // Tagged requests reach a server that drains, and none in maintenance.
                0 => now.Mode == ServerMode.Maint && weights.Tag?.Slot != slot ? now : new SlotSetting(ServerMode.Drain, 0),
                // Alone, any weight is all of it; and those of its configuration can be set with every way of balancing.
                _ when weights.Live() == slot => new SlotSetting(ServerMode.Ready, now.Weight > 0 ? now.Weight : configured(slot) > 0 ? configured(slot) : Whole),
                var share => new SlotSetting(ServerMode.Ready, share),
            };
        }
    }

    /// <summary>As commands that bring it about: for a person to read, and for <see cref="Read"/>.</summary>
    public string Write(HAProxyPlan plan)
    {
        var lines = Enum.GetValues<Slot>().SelectMany(slot => new[]
        {
            $"set server {plan.PathOf(slot)} state {Word(Of(slot).Mode)}\n",
            string.Create(CultureInfo.InvariantCulture, $"set server {plan.PathOf(slot)} weight {Of(slot).Weight}\n"),
        });
        return string.Concat(lines) + (Tag is null ? "" : $"add map {plan.Map} {Tag.Value} {plan.ServerOf(Tag.Slot)}\n");
    }

    /// <summary>Null when it is none.</summary>
    public static SlotSettings? Read(HAProxyPlan plan, string text)
    {
        var found = Pattern().Match(text);
        if (!found.Success || Setting("blue") is not { } blue || Setting("green") is not { } green)
        {
            return null;
        }

        var tag = found.Groups["tag"].Success && plan.SlotOf(found.Groups["server"].Value) is { } slot ? new GrayTag(found.Groups["tag"].Value, slot) : null;
        var settings = new SlotSettings(blue, green, tag);
        return settings.Write(plan) == text ? settings : null;

        SlotSetting? Setting(string name) => int.TryParse(found.Groups[$"{name}weight"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
            ? new SlotSetting(Enum.Parse<ServerMode>(found.Groups[$"{name}mode"].Value, ignoreCase: true), weight)
            : null;
    }

    public static string Word(ServerMode mode) => mode switch { ServerMode.Maint => "maint", ServerMode.Drain => "drain", _ => "ready" };

    [GeneratedRegex(
        @"^set server \S+ state (?<bluemode>ready|drain|maint)\nset server \S+ weight (?<blueweight>[0-9]{1,3})\nset server \S+ state (?<greenmode>ready|drain|maint)\nset server \S+ weight (?<greenweight>[0-9]{1,3})\n(add map \S+ (?<tag>[A-Za-z0-9._-]{1,64}) (?<server>\S+)\n)?$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
