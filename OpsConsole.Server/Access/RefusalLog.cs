using System.Globalization;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <summary>Enters what was refused at the door, before any code of the matter itself ran. A refusal stands even if it cannot be entered.</summary>
internal sealed partial class RefusalLog(AuditLog audit, TimeProvider time, ILogger<RefusalLog> logger)
{
    private const int MaxTarget = 200;

    private readonly OncePerMinute _strangers = new(time);

    /// <summary>A signed-in person or token asked for what it may not.</summary>
    public Task RefusedAsync(HttpContext context, string why)
        => context.User.Identity is { IsAuthenticated: true } ? WriteAsync(context, context.Actor(), why) : StrangerAsync(context, why);

    /// <summary>Somebody showed a bearer token that does not count.</summary>
    public Task BadTokenAsync(HttpContext context, string why) => StrangerAsync(context, why);

    // At most one entry a minute from one source: who is nobody must not be able to fill the disk.
    private Task StrangerAsync(HttpContext context, string why)
        => _strangers.Pass(Source.KeyOf(context.Connection.RemoteIpAddress), out var heldBack)
            ? WriteAsync(
                context,
                new("anonymous", null, $"api {Source.AddressOf(context)}"),
                heldBack == 0 ? why : string.Create(CultureInfo.InvariantCulture, $"{why} {heldBack} more from there since the last entry."))
            : Task.CompletedTask;

    private async Task WriteAsync(HttpContext context, Actor actor, string why)
    {
        var target = $"{context.Request.Method} {context.Request.Path.ToUriComponent()}";
        try
        {
            await audit.AppendAsync(
                new(actor, AuditActions.Refusal, AuditOutcome.Refused, Target: target.Length > MaxTarget ? target[..MaxTarget] : target, Detail: why),
                CancellationToken.None);
        }
        catch (StoreException exception)
        {
            CannotEnter(logger, actor.Name, target, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Actor} was refused {Target}, and that could not be entered: {Reason}")]
    private static partial void CannotEnter(ILogger logger, string actor, string target, string reason);
}
