namespace OpsConsole.Shared;

/// <summary>How well runs go: of one environment, or of all.</summary>
/// <param name="Hour">The last hour up to now.</param>
/// <param name="Rows">The last 24 hours in rows of 15 minutes, newest first; rows in which none ended are left out.</param>
/// <param name="Undo">How long the last ways back took.</param>
/// <param name="Prediction">How far the console was off with what it predicted.</param>
public sealed record RunRate(RateHour Hour, IReadOnlyList<RateRow> Rows, WaysBack Undo, PredictionError Prediction);

/// <summary>What became of the runs that ended within the last hour. One that never began is no attempt.</summary>
/// <param name="Attempts">How many ended.</param>
/// <param name="Succeeded">How many of them did what they were to do.</param>
/// <param name="Undone">How many were taken back, by themselves or by a person.</param>
/// <param name="Failed">How many could be neither done nor, for certain, taken back.</param>
/// <param name="Ratio">The share that succeeded, 0 to 1; null without an attempt.</param>
public sealed record RateHour(int Attempts, int Succeeded, int Undone, int Failed, double? Ratio);

/// <summary>What became of the runs that ended within 15 minutes.</summary>
/// <param name="Start">From this instant on: a quarter of an hour, UTC.</param>
/// <param name="End">Before this instant.</param>
/// <param name="Attempts">How many ended.</param>
/// <param name="Succeeded">How many of them did what they were to do.</param>
/// <param name="Undone">How many were taken back, by themselves or by a person.</param>
/// <param name="Failed">How many could be neither done nor, for certain, taken back.</param>
public sealed record RateRow(DateTimeOffset Start, DateTimeOffset End, int Attempts, int Succeeded, int Undone, int Failed);

/// <summary>The last ways back that were taken to their end, 20 at most.</summary>
/// <param name="Count">How many they are.</param>
/// <param name="MedianSeconds">Their median, in seconds; null without any.</param>
/// <param name="WorstSeconds">The longest, in seconds; null without any.</param>
/// <param name="Last">Each of them in seconds, newest first.</param>
public sealed record WaysBack(int Count, double? MedianSeconds, double? WorstSeconds, IReadOnlyList<double> Last);

/// <summary>Predicted against actual, of those of the last 20 runs that succeeded where both are known.</summary>
/// <param name="Count">How many they are.</param>
/// <param name="MedianErrorSeconds">The median of how far the prediction was off, either way, in seconds; null without any.</param>
public sealed record PredictionError(int Count, double? MedianErrorSeconds);
