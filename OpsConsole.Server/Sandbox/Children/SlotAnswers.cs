using System.Text.Json;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>What a slot answers.</summary>
internal sealed class SlotAnswers(Slot slot, string version, FaultSwitch faults, TimeProvider time)
{
    private const string Json = "application/json; charset=utf-8";
    private const string Text = "text/plain; charset=utf-8";
    private const int LongestFaultBody = 4096;

    /// <summary>Time for the answer to leave before the process ends.</summary>
    private static readonly TimeSpan s_parting = TimeSpan.FromMilliseconds(50);

    private readonly SlotCounts _counts = new(slot, version);
    private readonly SlotStream _stream = new(slot, version, time);
    private readonly string _health = JsonSerializer.Serialize(new { status = "ok", version, pid = Environment.ProcessId });
    private readonly string _sick = JsonSerializer.Serialize(new { status = "unhealthy", version, pid = Environment.ProcessId });
    private readonly string _application = JsonSerializer.Serialize(new
    {
        name = "Sandbox",
        description = "Answers like the API of an application, and does nothing.",
        tags = Array.Empty<string>(),
        mode = "chat",
        author_name = "OpsConsole",
        slot = slot.Word(),
        version,
    });

    private uint _turn;

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers["X-Served-By"] = slot.Word();
        context.Response.Headers["X-Version"] = version;
        try
        {
            if (context.Request.Path == "/__fault")
            {
                await FaultAsync(context);
                return;
            }

            await faults.HoldAsync(context.RequestAborted);
            await RouteAsync(context);
            _counts.Answered(context.Response.StatusCode);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The caller has gone; there is nobody left to answer.
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (path is not "/health" && faults.Fails())
        {
            return ChildHost.AnswerAsync(context, 500, Json, """{"code":"internal_server_error","message":"A fault was asked for.","status":500}""");
        }

        if (path is "/" or "/health" or "/v1/info" or "/v1/stream" or "/metrics" && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return ChildHost.AnswerAsync(context, 405, Json, """{"code":"method_not_allowed","message":"Only GET and HEAD are answered here.","status":405}""");
        }

        return path switch
        {
            "/health" when faults.Current.Kind == FaultKind.Unhealthy => ChildHost.AnswerAsync(context, 503, Json, _sick),
            "/health" => ChildHost.AnswerAsync(context, 200, Json, _health),
            "/v1/info" => ApplicationAsync(context),
            "/v1/stream" => StreamAsync(context),
            "/metrics" => ChildHost.AnswerAsync(context, 200, "text/plain; version=0.0.4; charset=utf-8", _counts.ToPrometheus()),
            "/" => ChildHost.AnswerAsync(context, 200, Text, $"OpsConsole sandbox, slot {slot.Word()}, version {version}\n"),
            _ => ChildHost.AnswerAsync(context, 404, Json, """{"code":"not_found","message":"There is nothing here.","status":404}"""),
        };
    }

    /// <summary>An ordinary answer: it takes one to five milliseconds, spread evenly and the same in every run.</summary>
    private async Task ApplicationAsync(HttpContext context)
    {
        var turn = Interlocked.Increment(ref _turn);
        await Task.Delay(TimeSpan.FromMilliseconds(1 + (4 * Spread.At(turn))), time, context.RequestAborted);
        await ChildHost.AnswerAsync(context, 200, Json, _application);
    }

    private async Task StreamAsync(HttpContext context)
    {
        using var open = _counts.OpenStream();
        await _stream.SendAsync(context);
    }

    private async Task FaultAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            using var body = new StreamReader(context.Request.Body);
            var text = new char[LongestFaultBody];
            var length = await body.ReadBlockAsync(text, context.RequestAborted);
            var (fault, wrong) = length < LongestFaultBody ? SlotFault.Parse(new string(text, 0, length)) : (null, "The body is too long.");
            if (fault is null)
            {
                await ChildHost.AnswerAsync(context, 400, Json, JsonSerializer.Serialize(new { detail = wrong }, SlotFault.Json));
                return;
            }

            faults.Set(fault);
        }
        else if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, POST";
            await ChildHost.AnswerAsync(context, 405, Json, """{"detail":"A fault is read with GET and asked for with POST."}""");
            return;
        }

        await ChildHost.AnswerAsync(context, 200, Json, JsonSerializer.Serialize(faults.Current, SlotFault.Json));
        if (faults.Current.Kind == FaultKind.Exit)
        {
            await context.Response.CompleteAsync();
            await Task.Delay(s_parting, time);
            Posix.ExitAtOnce(1);
        }
    }
}
