namespace OpsConsole.Server.Health.Postgres;

/// <summary>What a PostgreSQL says of itself.</summary>
/// <param name="InRecovery">Whether it is a standby.</param>
/// <param name="Fed">Of a standby: whether a primary sends to it. One that reads from an archive counts as fed.</param>
/// <param name="BehindSeconds">Of a standby: how long ago that was committed which it replayed last, 0 when it has replayed all that it received; null when it cannot tell.</param>
internal sealed record OwnReading(bool InRecovery, bool Fed, double? BehindSeconds);

/// <summary>What it says of a standby that is connected to it.</summary>
/// <param name="Name">Its <c>application_name</c>.</param>
/// <param name="BehindBytes">How much it has not replayed yet; null when the user may not see that.</param>
/// <param name="BehindSeconds">For how long; null as before.</param>
internal sealed record StandbyReading(string Name, double? BehindBytes, double? BehindSeconds);

/// <summary>Both.</summary>
internal sealed record PostgresReading(OwnReading Own, IReadOnlyList<StandbyReading> Standbys)
{
    public const string Primary = "primary";
    public const string Standby = "standby";

    private string Role => Own.InRecovery ? Standby : Primary;

    /// <summary>The verdict. Pure.</summary>
    public ProbeAnswer Judge(PostgresWish wish)
    {
        if (wish.Role is { } wanted && wanted != Role)
        {
            return ProbeAnswer.Failed($"it is a {Role}, where a {wanted} is wanted");
        }

        List<string> warnings = [.. OfItself(wish), .. OfStandbys(wish)];
        return ProbeAnswer.Well(Detail(), warnings.Count == 0 ? null : string.Join("; ", warnings));
    }

    private IEnumerable<string> OfItself(PostgresWish wish)
    {
        if (!Own.InRecovery)
        {
            yield break;
        }

        if (!Own.Fed)
        {
            yield return "it is a standby to which no primary sends";
        }

        if (Own.BehindSeconds is not { } behind)
        {
            yield return "it is a standby, and how far it is behind is not known";
        }
        else if (behind > wish.MostLagSeconds)
        {
            yield return FormattableString.Invariant($"it is {behind:0.0} s behind its primary, {wish.MostLagSeconds} s allowed");
        }
    }

    private IEnumerable<string> OfStandbys(PostgresWish wish)
    {
        if (Standbys.Count < wish.LeastStandbys)
        {
            yield return FormattableString.Invariant($"{Standbys.Count} of {wish.LeastStandbys} standbys are connected");
        }

        if (Standbys.Any(standby => standby.BehindSeconds is null))
        {
            yield return $"it has a standby, and how far that is behind {wish.User} may not see (GRANT pg_monitor)";
        }

        foreach (var standby in Standbys.Where(standby => standby.BehindSeconds > wish.MostLagSeconds))
        {
            yield return FormattableString.Invariant($"its standby {standby.Name} is {standby.BehindSeconds:0.0} s ({standby.BehindBytes / 1e6:0.0} MB) behind, {wish.MostLagSeconds} s allowed");
        }
    }

    private string Detail()
    {
        var own = Own switch
        {
            { InRecovery: false } => Primary,
            { BehindSeconds: { } behind } => FormattableString.Invariant($"{Standby}, {behind:0.0} s behind"),
            _ => Standby,
        };
        var standbys = Standbys switch
        {
            [] => Own.InRecovery ? "" : ", no standby",
            [{ BehindSeconds: { } seconds, BehindBytes: { } bytes } one] => FormattableString.Invariant($", {one.Name} {seconds:0.0} s ({bytes / 1e6:0.0} MB) behind"),
            [..] when Standbys.All(standby => standby.BehindSeconds is not null) => FormattableString.Invariant($", {Standbys.Count} standbys, at most {Standbys.Max(standby => standby.BehindSeconds):0.0} s behind"),
            [..] => FormattableString.Invariant($", {Standbys.Count} standby"),
        };
        return own + standbys;
    }
}
