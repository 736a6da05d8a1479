namespace OpsConsole.Server.Configuration;

/// <summary>What somebody probably meant.</summary>
internal static class NearestWord
{
    /// <summary>The known word that is fewest edits away, or that was cut short; null when none is near enough to be meant.</summary>
    public static string? To(string word, IReadOnlyList<string> known)
    {
        if (word.Length >= 3 && known.FirstOrDefault(candidate => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase)) is { } longer)
        {
            return longer;
        }

        var best = known
            .Select(candidate => (Word: candidate, Edits: Edits(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(candidate => candidate.Edits)
            .FirstOrDefault((Word: "", Edits: int.MaxValue));
        return best.Edits <= Math.Max(2, word.Length / 3) ? best.Word : null;
    }

    /// <summary>Levenshtein's distance, one row at a time.</summary>
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[to.Length];
    }
}
