using System.Net.Sockets;
using System.Text;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Runs;

/// <summary>Asks a slot what a user would, past the gateway, before or instead of users.</summary>
internal sealed class SmokeTest(ManagedEnvironment environment, Slot slot, TimeProvider time)
{
    private const int MostRead = 1 << 20;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>Whether the settings name one.</summary>
    public bool IsConfigured => environment.Options.Smoke.Count > 0;

    /// <summary>How many questions it has.</summary>
    public int Count => Questions.Count;

    private List<SmokeOptions> Questions => IsConfigured ? environment.Options.Smoke : [new SmokeOptions { Path = environment.Options.Receipts.Path }];

    /// <summary>Asks them all; gives what is wrong with the first bad answer, or null.</summary>
    public async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        if (environment.Slots.AddressOf(slot) is not { } address)
        {
            return $"where {slot.Word()} answers is not known";
        }

        foreach (var question in Questions)
        {
            if (await AskAsync(new Uri(address, question.Path), question, cancellationToken) is { } wrong)
            {
                return $"{question.Path}: {wrong}";
            }
        }

        return null;
    }

    private async Task<string?> AskAsync(Uri address, SmokeOptions question, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.ConnectionClose = true;
            using var response = await environment.Http.SendAsync(request, either.Token);
            var body = await ReadAsync(response.Content, either.Token);
            return (int)response.StatusCode != question.Status ? $"HTTP {(int)response.StatusCode}, {question.Status} wanted"
                : question.Contains is { } wanted && !body.Contains(wanted, StringComparison.Ordinal) ? $"the answer has no '{wanted}'"
                : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {s_limit.TotalSeconds:0} s";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (exception.InnerException as SocketException)?.Message ?? exception.Message;
        }
    }

    /// <summary>The beginning of an answer; what comes after so much is of no interest.</summary>
    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = new byte[MostRead];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        return Encoding.UTF8.GetString(body, 0, await stream.ReadAtLeastAsync(body, MostRead, throwOnEndOfStream: false, cancellationToken));
    }
}
