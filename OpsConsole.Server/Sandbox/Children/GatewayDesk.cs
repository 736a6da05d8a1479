using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

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
            ("GET", "/weights") => SendAsync(context, weights.Current),
            ("PUT", "/weights") => SetWeightsAsync(context),
            ("GET", "/traffic") => SendAsync(context, counter.Read(Since(context))),
            _ => ChildHost.AnswerAsync(context, 404, Text, "GET or PUT /weights, GET /traffic?since=SECONDS.\n"),
        };
    }

    private static long Since(HttpContext context)
        => long.TryParse(context.Request.Query["since"], CultureInfo.InvariantCulture, out var since) ? since : 0;

    private static Task SendAsync<T>(HttpContext context, T value)
        => ChildHost.AnswerAsync(context, 200, "application/json", JsonSerializer.Serialize(value, s_json));

    private async Task SetWeightsAsync(HttpContext context)
    {
        try
        {
            var wanted = await JsonSerializer.DeserializeAsync<Weights>(context.Request.Body, s_json, context.RequestAborted);
            var wrong = wanted is null ? "There are no weights." : KeptWeights.WhatIsWrong(wanted);
            if (wrong is not null)
            {
                await ChildHost.AnswerAsync(context, 400, Text, wrong);
                return;
            }

            weights.Set(wanted!);
            await SendAsync(context, weights.Current);
        }
        catch (JsonException exception)
        {
            await ChildHost.AnswerAsync(context, 400, Text, $"These are no weights: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await ChildHost.AnswerAsync(context, 500, Text, $"The weights could not be kept, so they stay as they were: {exception.Message}");
        }
    }
}
