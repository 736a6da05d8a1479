using System.Globalization;
using System.Text;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>An answer that takes 20 seconds: server-sent events, numbered from 1, the last one called <c>done</c>.</summary>
internal sealed class SlotStream(Slot slot, string version, TimeProvider time)
{
    private const int Events = 80;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    public async Task SendAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        using var timer = new PeriodicTimer(s_pause, time);
        for (var number = 1; number <= Events; number++)
        {
            var name = number == Events ? "done" : "message";
            var text = string.Create(CultureInfo.InvariantCulture, $"event: {name}\nid: {number}\ndata: {{\"seq\":{number},\"slot\":\"{slot.Word()}\",\"version\":\"{version}\"}}\n\n");
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await timer.WaitForNextTickAsync(context.RequestAborted);
        }
    }
}
