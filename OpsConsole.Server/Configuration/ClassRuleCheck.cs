namespace OpsConsole.Server.Configuration;

/// <summary>What must hold for the rules of the change classes of one environment.</summary>
internal static class ClassRuleCheck
{
    /// <summary>What nobody may override, no class does away with; and a freeze is for every change.</summary>
    private static readonly string[] s_always = [GateCheck.TargetHealthy, "freeze"];

    public static IEnumerable<SettingError> Of(string root, ClassRulesOptions rules)
        => Enum.GetValues<ChangeClass>().SelectMany(size => Of($"{root}:{size}", size switch
        {
            ChangeClass.Small => rules.Small,
            ChangeClass.Medium => rules.Medium,
            _ => rules.Large,
        }, rules.Of(size, 0)));

    private static List<SettingError> Of(string key, ClassRuleOptions rule, ClassRule holds)
    {
        var sparable = GateCheck.Names.Except(s_always, StringComparer.Ordinal).ToList();
        var errors = Names($"{key}:{nameof(rule.Spares)}", rule.Spares, sparable).Concat(Names($"{key}:{nameof(rule.Requires)}", rule.Requires, GateCheck.Names)).ToList();
        if (errors.Count == 0 && holds.Spares.Intersect(holds.Requires, StringComparer.Ordinal).FirstOrDefault() is { } both)
        {
            // Whichever of the two was not set has it by itself: the error stands at the one that was.
            errors.Add(rule.Requires is null
                ? SettingError.Wrong($"{key}:{nameof(rule.Spares)}", both, $"a gate that {nameof(rule.Requires)} does not name: it has {string.Join(", ", holds.Requires)}")
                : SettingError.Wrong($"{key}:{nameof(rule.Requires)}", both, $"a gate that {nameof(rule.Spares)} does not name: it has {string.Join(", ", holds.Spares)}"));
        }

        return errors;
    }

    private static IEnumerable<SettingError> Names(string key, List<string>? names, IReadOnlyList<string> allowed) => (names ?? [])
        .Select((name, index) => (Name: name, Key: $"{key}:{index}"))
        .Where(one => !allowed.Contains(one.Name, StringComparer.Ordinal))
        .Select(one => SettingError.Wrong(one.Key, one.Name, string.Join(", ", allowed)));
}
