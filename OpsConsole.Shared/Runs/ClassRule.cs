namespace OpsConsole.Shared;

/// <summary>What follows in one environment from how much a change may hurt, beside who has to agree.</summary>
/// <param name="BakeSeconds">How long it is watched when the request does not say, in seconds.</param>
/// <param name="Spares">Gates that do not count for it, by their names.</param>
/// <param name="Requires">Gates that must pass for it: also where its operation alone would not ask them, and where nothing feeds them.</param>
/// <param name="WindowMinutes">How long a configured window must stay open from its start on, in minutes; 0 where that does not matter.</param>
public sealed record ClassRule(int BakeSeconds, IReadOnlyList<string> Spares, IReadOnlyList<string> Requires, int WindowMinutes);
