using System.Text.RegularExpressions;
using OpsConsole.Server.Runs.Plans;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Whether a request is well formed, before anything is looked at. Pure.</summary>
internal static partial class RunRequestCheck
{
    public const int MaxBakeSeconds = 86_400;
    private const int MinReason = 3;
    private const int MaxReason = 500;
    private const int MaxTicket = 100;

    /// <summary>What a reader sees as one character can be of any size: so much of them is enough for any script.</summary>
    private const int UnitsPerCharacter = 8;

    private const int MaxVersion = 128;

    /// <summary>What is wrong with <paramref name="request"/>; null when nothing is.</summary>
    public static Refusal? Of(RunRequest request, IReadOnlyCollection<string> gateNames)
    {
        var reason = request.Reason?.Trim() ?? "";
        var length = PlainText.Length(reason);
        var ticket = request.Ticket?.Trim() ?? "";
        var wrong = request switch
        {
            { Weight: < 1 or > 100 } => $"'weight' is {request.Weight}: it is a whole number from 1 to 100.",
            _ when request.Weights?.Any(weight => weight is < 1 or > 100) == true => "'weights' are whole numbers from 1 to 100.",
            { BakeSeconds: < 0 or > MaxBakeSeconds } => $"'bakeSeconds' is {request.BakeSeconds}: it is a whole number from 0 to 86,400.",
            _ when !(request.DryRun && reason.Length == 0) && length is < MinReason or > MaxReason
                => $"'reason' has {length} characters{(length < MinReason ? " that can be seen" : "")}: it says in {MinReason} to {MaxReason} characters why this is done.",
            _ when reason.Length > MaxReason * UnitsPerCharacter => $"'reason' has more marks on its characters than can be read: it says in {MinReason} to {MaxReason} characters why this is done.",
            _ when PlainText.Forbidden(reason) is { } found => $"'reason' {Controls(found)}",
            _ when PlainText.Length(ticket) > MaxTicket || ticket.Length > MaxTicket * UnitsPerCharacter => $"'ticket' has {PlainText.Length(ticket)} characters: it has at most {MaxTicket}.",
            _ when PlainText.Forbidden(ticket) is { } found => $"'ticket' {Controls(found)}",
            { Version: { } version } when version.Length > MaxVersion || !SemVer().IsMatch(version) => $"'version' is '{Cut(version)}': it is a SemVer such as 1.16.1.",
            _ when CanaryShares.WhatIsWrong(request) is { } shares => shares,
            { Match: { } match } when !GrayTag().IsMatch(match) => $"'match' is '{Cut(match)}': it is the value of the header X-Gray-Tag, 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'.",
            { Operation: Operation.Upgrade, Version: null } => "'version' is missing: an upgrade names the version it installs, a SemVer such as 1.16.1.",
            { Window: { } window } when window.End <= window.Start => "'window' ends before it starts.",
            { OverrideGates: { } names } when names.Any(name => !gateNames.Contains(name, StringComparer.Ordinal))
                => $"'overrideGates' names '{Cut(names.First(name => !gateNames.Contains(name, StringComparer.Ordinal)) ?? "null")}': there is {string.Join(", ", gateNames)}.",
            _ => null,
        };
        if (wrong is not null)
        {
            return new Refusal(RefusalKind.BadRequest, wrong);
        }

        var missing = request switch
        {
            _ when !OperationExtensions.Supported.Contains(request.Operation)
                => $"This version has no operation '{Words.Of(request.Operation)}' yet. It has {string.Join(", ", OperationExtensions.Supported.Select(Words.Of))}.",
            { Operation: Operation.Rollback, Window: not null } => "A rollback starts at once: leave 'window' out.",
            { Version: not null, Operation: not Operation.Upgrade } => $"'version' belongs to an upgrade, not to {Words.Of(request.Operation)}.",
            { Operation: not Operation.Canary } and ({ Weight: not null } or { Weights: not null } or { Match: not null }) => $"'weight', 'weights' and 'match' belong to a canary, not to {Words.Of(request.Operation)}.",
            _ => null,
        };
        return missing is null ? null : new Refusal(RefusalKind.NotSupported, missing);
    }

    private static string Controls(string found) => $"has {found}, which controls a screen or turns the order of the text: it is one line of plain text.";

    private static string Cut(string text) => text.Length > 60 ? text[..60] + "…" : text;

    /// <summary>SemVer 2.0.0, sections 9 and 10 included.</summary>
    [GeneratedRegex(
        @"\A(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){2}(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\z",
        RegexOptions.ExplicitCapture,
        100)]
    private static partial Regex SemVer();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z", RegexOptions.None, 100)]
    private static partial Regex GrayTag();
}
