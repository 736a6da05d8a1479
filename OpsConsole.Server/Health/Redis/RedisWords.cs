namespace OpsConsole.Server.Health.Redis;

/// <summary>What a Redis means with its errors.</summary>
internal static class RedisWords
{
    private const int MostShown = 160;

    public static string Of(string error, string user) => error.Split(' ')[0] switch
    {
        "NOAUTH" => "it wants a password, and none is set for this probe",
        "WRONGPASS" => $"it refuses the password of the user {user}",
        "LOADING" => "it is loading its data from disk",
        "MISCONF" => "it takes no writes, because it cannot save its data to disk (MISCONF)",
        "MASTERDOWN" => "it is a replica without its master, and set not to answer with old data",
        "NOPERM" => $"the user {user} may not do what the probe asks: {Shown(error)}",
        "BUSY" => "a script keeps it busy",
        "DENIED" => "it is in protected mode, and answers only its own machine",
        _ when error.Contains("without any password configured", StringComparison.Ordinal) => "a password is set for this probe, and it has none: anybody may use it",
        _ when error.Contains("max number of clients", StringComparison.Ordinal) => "it has too many clients, and takes no more",
        _ => $"it answers with an error: {Shown(error)}",
    };

    private static string Shown(string error) => new([.. error.Take(MostShown).Select(character => char.IsControl(character) ? '?' : character)]);
}
