namespace OpsConsole.Client.Runs;

/// <summary>What is wrong with a reason, before it is sent; the door checks it again.</summary>
internal static class ReasonCheck
{
    public const int MinLength = 3;

    public const int MaxLength = 500;

    /// <summary>The name of the text that says it; null when it will do.</summary>
    public static string? Of(string? reason) => PlainText.Length(reason) switch
    {
        < MinLength => "ReasonTooShort",
        > MaxLength => "ReasonTooLong",
        _ => null,
    };
}
