using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>Where the console asks the gateway: weights and counts, for who knows the secret.</summary>
internal sealed class GatewayDesk(string secret, KeptWeights weights, GatewayCounter counter)
{
    private const string Text = "text/plain; charset=utf-8";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private readonly byte[] _expected = Encoding.UTF8.GetBytes($"Bearer {secret}");

    public Task AnswerAsync(HttpContext context)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), _expected))
        {
            return ChildHost.AnswerAsync(context, 401, Text, "This port is the console's.\n");
        }

        return (context.Request.Method, context.Request.Path.Value) switch
        {
            ("GET", "/weights") => SendWeightsAsync(context),
            ("PUT", "/weights") => SetWeightsAsync(context),
            ("POST", "/reload") => ChangeAsync(context, weights.Reload),
            ("GET", "/traffic") => SendAsync(context, counter.Read(Since(context)), s_json),
            _ => ChildHost.AnswerAsync(context, 404, Text, "GET or PUT /weights, POST /reload, GET /traffic?since=SECONDS.\n"),
        };
    }

    private static long Since(HttpContext context)
        => long.TryParse(context.Request.Query["since"], CultureInfo.InvariantCulture, out var since) ? since : 0;

    private static Task SendAsync<T>(HttpContext context, T value, JsonSerializerOptions json)
        => ChildHost.AnswerAsync(context, 200, "application/json", JsonSerializer.Serialize(value, json));

    private Task SendWeightsAsync(HttpContext context) => SendAsync(context, weights.Current, WeightsJson.Options);

    private async Task SetWeightsAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var (wanted, wrong) = KeptWeights.Parse(await body.ReadToEndAsync(context.RequestAborted));
        await (wanted is null ? ChildHost.AnswerAsync(context, 400, Text, wrong!) : ChangeAsync(context, () => weights.Set(wanted)));
    }

    /// <summary>Answers with what holds after <paramref name="change"/>, or why it stays as it was.</summary>
    private async Task ChangeAsync(HttpContext context, Action change)
    {
        try
        {
            change();
        }
        catch (InvalidDataException exception)
        {
            await ChildHost.AnswerAsync(context, 400, Text, $"{exception.Message} The weights stay as they were.");
            return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await ChildHost.AnswerAsync(context, 500, Text, $"The file of the weights could not be used, so they stay as they were: {exception.Message}");
            return;
        }

        await SendWeightsAsync(context);
    }
}
