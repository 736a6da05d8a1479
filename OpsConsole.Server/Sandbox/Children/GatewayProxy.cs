using System.Diagnostics;
using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>
/// Sends each request to one slot, chosen at its start: what began on a slot ends there, streams too.
/// </summary>
internal sealed class GatewayProxy(
    IHttpForwarder forwarder, HttpMessageInvoker connections, string blue, string green, string slotHeader, SlotChoice choice, GatewayCounter counter, TimeProvider time)
{
    private const string Text = "text/plain; charset=utf-8";
    private const string EventStream = "text/event-stream";

    private static readonly ForwarderRequestConfig s_ordinary = Waiting(TimeSpan.FromSeconds(60));
    private static readonly ForwarderRequestConfig s_stream = Waiting(TimeSpan.FromHours(1));

    private readonly ProxyHeaders _blueHeaders = new(Slot.Blue, slotHeader, counter);
    private readonly ProxyHeaders _greenHeaders = new(Slot.Green, slotHeader, counter);

    /// <summary>The connections to the slots, kept and used again.</summary>
    public static HttpMessageInvoker Connections() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectTimeout = TimeSpan.FromSeconds(2),
        // Shorter than any server keeps an idle connection, so that none is written to while its other end closes it.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
    });

    public async Task ForwardAsync(HttpContext context)
    {
        // Faults are asked of a slot itself; the front door does not know the word.
        if (context.Request.Path.StartsWithSegments("/__fault", StringComparison.OrdinalIgnoreCase))
        {
            await ChildHost.AnswerAsync(context, 404, Text, "There is nothing here.\n");
            return;
        }

        var slot = choice.For(context);
        var begun = time.GetTimestamp();
        var error = ForwarderError.Request;
        try
        {
            error = await forwarder.SendAsync(
                context,
                slot == Slot.Blue ? blue : green,
                connections,
                context.Request.Headers.Accept.ToString().Contains(EventStream, StringComparison.OrdinalIgnoreCase) ? s_stream : s_ordinary,
                slot == Slot.Blue ? _blueHeaders : _greenHeaders);
            if (error != ForwarderError.None)
            {
                await ExplainAsync(context, slot);
            }
        }
        finally
        {
            var stream = ProxyHeaders.IsOpenStream(context);
            if (stream)
            {
                counter.StreamClosed(slot);
            }

            // A caller who hangs up has had no answer, neither a good one nor a bad one.
            if (!IsTheCallers(error))
            {
                counter.Answered(slot, error != ForwarderError.None || context.Response.StatusCode >= 500, stream ? null : time.GetElapsedTime(begun).TotalMilliseconds);
            }
        }
    }

    private static bool IsTheCallers(ForwarderError error) => error
        is ForwarderError.RequestCanceled
        or ForwarderError.RequestBodyCanceled
        or ForwarderError.RequestBodyClient
        or ForwarderError.ResponseBodyCanceled
        or ForwarderError.ResponseBodyClient
        or ForwarderError.UpgradeRequestCanceled
        or ForwarderError.UpgradeRequestClient
        or ForwarderError.UpgradeResponseCanceled
        or ForwarderError.UpgradeResponseClient;

    private static ForwarderRequestConfig Waiting(TimeSpan silence) => new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = silence,
    };

    private static Task ExplainAsync(HttpContext context, Slot slot) => context.Response switch
    {
        { HasStarted: true } => Task.CompletedTask,
        { StatusCode: 504 } => ChildHost.AnswerAsync(context, 504, Text, $"The {slot.Word()} slot did not answer in time.\n"),
        { StatusCode: 502 } => ChildHost.AnswerAsync(context, 502, Text, $"The {slot.Word()} slot cannot be reached.\n"),
        _ => Task.CompletedTask,
    };
}
