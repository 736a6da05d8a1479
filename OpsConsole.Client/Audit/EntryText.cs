using Microsoft.Extensions.Localization;

namespace OpsConsole.Client.Audit;

/// <summary>What an entry is about, in a few words.</summary>
internal static class EntryText
{
    /// <summary>Its action and target; the reason where there is one.</summary>
    public static string Of(AuditEntry entry, IStringLocalizer texts)
    {
        string action = texts[$"Action_{entry.Action}"] is { ResourceNotFound: false } known ? known : entry.Action;
        return (entry.Target, entry.Reason ?? entry.Detail) switch
        {
            ({ Length: > 0 } target, { Length: > 0 } why) => texts["WhatTargetWhy", action, target, why],
            ({ Length: > 0 } target, _) => texts["WhatTarget", action, target],
            (_, { Length: > 0 } why) => texts["WhatWhy", action, why],
            _ => action,
        };
    }
}
