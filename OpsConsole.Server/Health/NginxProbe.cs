using System.Text;

namespace OpsConsole.Server.Health;

/// <summary>Asks nginx what it counts of itself, by HTTP at the address of its <c>stub_status</c>.</summary>
internal sealed class NginxProbe(string component, Slot? slot, TimeSpan interval, Uri address, HttpMessageInvoker http, TimeProvider time) : IProbe
{
    // What it had dropped at the last look: dropped in this second is news, dropped last month is not.
    private long? _dropped;

    public string Component => component;

    public string Kind => "nginx";

    public Slot? Slot => slot;

    public TimeSpan Interval => interval;

    public Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken) => Look.WithinAsync(limit, time, LookAsync, cancellationToken);

    private async Task<ProbeAnswer> LookAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.ConnectionClose = true;
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await HttpBody.ReadAsync(response, cancellationToken);
        if ((int)response.StatusCode != 200)
        {
            return ProbeAnswer.Failed($"HTTP {(int)response.StatusCode}, where nginx's stub_status should be");
        }

        if (StubStatus.Parse(Encoding.UTF8.GetString(body.Bytes.Span)) is not { } status)
        {
            return ProbeAnswer.Failed("HTTP 200, and not the page of nginx's stub_status");
        }

        var news = status.Dropped - (_dropped ?? status.Dropped);
        _dropped = status.Dropped;
        return ProbeAnswer.Well(
            FormattableString.Invariant($"{status.Active} active, {status.Accepted} accepted"),
            news > 0 ? FormattableString.Invariant($"it dropped {news} connections since the last look: worker_connections is reached") : null);
    }
}
