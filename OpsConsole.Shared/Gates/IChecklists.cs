namespace OpsConsole.Shared;

/// <summary>Something that only a person can look at before a change.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What is to be looked at.</param>
/// <param name="Operations">For which operations it has to be ticked.</param>
/// <param name="Ticked">Whether it is, and that still holds.</param>
/// <param name="TickedBy">Who ticked it last; null when nobody did since it says what it says.</param>
/// <param name="TickedAt">When.</param>
/// <param name="ValidUntil">Until when that holds, or held.</param>
public sealed record ChecklistItem(
    string Name, string Text, IReadOnlyList<Operation> Operations, bool Ticked, string? TickedBy, DateTimeOffset? TickedAt, DateTimeOffset? ValidUntil);

/// <summary>The checklist of an environment.</summary>
/// <param name="Items">Its items, in the order in which they are configured.</param>
public sealed record ChecklistState(IReadOnlyList<ChecklistItem> Items);

/// <summary>What is to become of an item.</summary>
/// <param name="Name">Which.</param>
/// <param name="Ticked">Ticked, from now on for as long as a tick holds; or not.</param>
public sealed record ChecklistTick(string Name, bool Ticked);

/// <summary>Which items are to be ticked, and which not; those that are not named stay as they are.</summary>
/// <param name="Items">The items.</param>
public sealed record ChecklistRequest(IReadOnlyList<ChecklistTick> Items);

/// <summary>The one door to checklists.</summary>
public interface IChecklists
{
    /// <summary>The checklist of an environment; without items where none is configured. Refused where there is no such environment.</summary>
    Task<Result<ChecklistState>> ReadAsync(string environment, CancellationToken cancellationToken);

    /// <summary>
    /// Ticks items, or takes ticks back; each change is written down with its entry in the audit log, all together or none. Refused to
    /// who may not, and where an item is not known.
    /// </summary>
    Task<Result<ChecklistState>> TickAsync(Actor actor, string environment, ChecklistRequest request, CancellationToken cancellationToken);
}
