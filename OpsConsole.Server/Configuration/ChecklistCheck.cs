using System.Text.RegularExpressions;

namespace OpsConsole.Server.Configuration;

/// <summary>What must hold for the checklist of one environment.</summary>
internal static partial class ChecklistCheck
{
    private const int MaxText = 500;

    public static IEnumerable<SettingError> Of(string root, IReadOnlyList<ChecklistItemOptions> items, IReadOnlyList<SettingError> unreadable)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var (item, key) = (items[i], $"{root}:{i}");
            if (item.Name is null)
            {
                yield return SettingError.Missing($"{key}:{nameof(item.Name)}", "a name, such as announced");
            }
            else if (!NamePattern().IsMatch(item.Name))
            {
                yield return SettingError.Wrong($"{key}:{nameof(item.Name)}", item.Name, "a name of letters, digits, '.', '_' and '-', at most 63 characters");
            }
            else if (!names.Add(item.Name))
            {
                yield return SettingError.Wrong($"{key}:{nameof(item.Name)}", item.Name, "a name that no other of the list has");
            }

            if (item.Text is null)
            {
                yield return SettingError.Missing($"{key}:{nameof(item.Text)}", "what is to be looked at");
            }
            else if (PlainText.Fault(nameof(item.Text), item.Text, 1, MaxText, "what is to be looked at") is not null)
            {
                yield return SettingError.Wrong($"{key}:{nameof(item.Text)}", PlainText.Shown(item.Text), $"1 to {MaxText} characters of plain text");
            }

            var operations = $"{key}:{nameof(item.Operations)}";
            if (item.Operations.Contains(Operation.Rollback))
            {
                yield return SettingError.Wrong(operations, "rollback", "any other operation: nothing holds up the way back");
            }
            else if (item.Operations.Count == 0 && !unreadable.Any(error => error.Key.StartsWith(operations, StringComparison.OrdinalIgnoreCase)))
            {
                yield return SettingError.Missing(operations, "a list of operations; or none, for switch, canary, upgrade");
            }
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
