using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace OpsConsole.Server.Health.Postgres;

/// <summary>What went wrong with a PostgreSQL, in words.</summary>
internal static class PostgresWords
{
    public static string Of(NpgsqlException exception, PostgresWish wish) => exception switch
    {
        PostgresException told => Of(told, wish),
        { InnerException: SocketException socket } => socket.Message,
        { InnerException: TimeoutException } => "it does not answer in time",
        { InnerException: AuthenticationException tls } => $"its certificate is not accepted: {tls.InnerException?.Message ?? tls.Message}",
        { InnerException: IOException { InnerException: SocketException socket } } => $"it broke the connection off: {socket.Message}",
        { InnerException: IOException } => "it closed the connection without an answer",
        _ when exception.Message.Contains("No password has been provided", StringComparison.Ordinal) => $"it wants a password for the user {wish.User}, and none is set for this probe",
        _ => exception.Message,
    };

    private static string Of(PostgresException told, PostgresWish wish) => told.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => $"it refuses the password of the user {wish.User}",
        PostgresErrorCodes.InvalidAuthorizationSpecification => $"it does not let the user {wish.User} in: {told.MessageText}",
        PostgresErrorCodes.InvalidCatalogName => $"it has no database {wish.Database}",
        PostgresErrorCodes.TooManyConnections => $"it has too many connections: {told.MessageText}",
        PostgresErrorCodes.CannotConnectNow => $"it takes no connections now: {told.MessageText}",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => $"it is shutting down: {told.MessageText}",
        _ => $"it answers with an error: {told.MessageText} ({told.SqlState})",
    };
}
