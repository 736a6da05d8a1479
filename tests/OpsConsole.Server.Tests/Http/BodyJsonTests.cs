using System.Text;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Tests.Http;

public sealed class BodyJsonTests
{
    [Fact]
    public void Body_ThatIsRight_IsRead()
    {
        var request = Parse("""{"operation":"reload-config","Reason":"a reason","weights":[1,2],"window":{"start":"2026-01-31T23:59:59+01:00","end":"2026-02-01T00:00:00Z"},"target":null}""");
        Assert.True(request.Ok, request.Refusal?.Detail);
        Assert.Equal((Operation.ReloadConfig, "a reason", null), (request.Value.Operation, request.Value.Reason, request.Value.Target));
        Assert.Equal([1, 2], request.Value.Weights!);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 22, 59, 59, TimeSpan.Zero), request.Value.Window!.Start);
    }

    [Theory]
    [InlineData("""{"operation":"teleport"}""", "'operation' (line 1, position 24) is 'teleport': it has to be one of switch, rollback,")]
    [InlineData("""{"operation":"Switch"}""", "is 'Switch': it has to be one of switch, rollback,")]
    [InlineData("""{"operation":" switch"}""", "is ' switch': it has to be one of switch")]
    [InlineData("""{"operation":"switch","target":"Blue"}""", "is 'Blue': it has to be one of blue, green.")]
    [InlineData("""{"operation":1}""", "is 1: it has to be one of switch")]
    [InlineData("""{"operation":"switch","overrideGates":["clocks",null]}""", "'overrideGates[1]' is null: it has to be a text.")]
    [InlineData("""{"operation":null}""", "'operation'")]
    [InlineData("""{"operation":"switch","target":"purple"}""", "is 'purple': it has to be one of blue, green.")]
    [InlineData("{\"operation\":\"switch\",\n\"bakeSeconds\":\"soon\"}", "'bakeSeconds' (line 2, position 21) is 'soon': it has to be a whole number.")]
    [InlineData("""{"operation":"switch","bakeSeconds":1.5}""", "is 1.5: it has to be a whole number.")]
    [InlineData("""{"operation":"switch","bakeSeconds":99999999999}""", "is 99999999999: it has to be a whole number.")]
    [InlineData("""{"operation":"switch","dryRun":"yes"}""", "is 'yes': it has to be true or false.")]
    [InlineData("""{"operation":"switch","reason":["a"]}""", "'reason' (line 1, position 33) is a list: it has to be a text.")]
    [InlineData("""{"operation":"canary","weights":[1,"x"]}""", "'weights[1]' (line 1, position 39) is 'x': it has to be a whole number.")]
    [InlineData("""{"operation":"switch","window":{"start":"soon","end":"later"}}""", "'window.start' (line 1, position 47) is 'soon': it has to be an instant such as")]
    [InlineData("""{"operation":"switch","window":{"start":"2026-01-31T23:59:59Z"}}""", "'window' has no 'end': it has to be an instant such as")]
    [InlineData("""{"operation":"switch","window":{"from":1}}""", "'window' has a member 'from' that nobody knows. There is: start, end.")]
    [InlineData("""{"reason":"a reason"}""", "The body has no 'operation': it has to be one of")]
    [InlineData("""{"operation":"switch","speed":"fast"}""", "The body has a member 'speed' that nobody knows. There is: operation, target,")]
    [InlineData("""{"operation":"switch","reason":"a","reason":"b"}""", "The body has 'reason' twice.")]
    [InlineData("""{"operation":"switch","reason":"a","Reason":"b"}""", "'reason' twice")]
    [InlineData("""{"operation":"switch","reason":"a""", "The body is no JSON (line 1, position 34)")]
    [InlineData("""{"operation":"switch",}""", "The body is no JSON (line 1, position 23)")]
    [InlineData("""{"operation":"switch"} {}""", "The body is no JSON")]
    [InlineData("""{"operation":"switch","reason":"a\ud800bc"}""", "'reason' has half a character")]
    [InlineData("""{"operation":"sw\udfffitch"}""", "'operation' has half a character")]
    [InlineData("""{"operation":"switch","overrideGates":["\ud800"]}""", "'overrideGates' has half a character")]
    [InlineData("""{"operation":"switch","a\ud800":1}""", "The name of a member has half a character")]
    [InlineData("""{"operation":"switch","a\ud800":1,"a\ud800":2}""", "The name of a member has half a character")]
    [InlineData("\"\\ud800\"", "The body has half a character")]
    [InlineData("[]", "The body is a list: it has to be a JSON object.")]
    [InlineData("null", "The body is null: it has to be a JSON object.")]
    [InlineData("\"switch\"", "The body is 'switch': it has to be a JSON object.")]
    [InlineData("""{"operation":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}""", "The body is no JSON")]
    public void Body_ThatIsWrong_IsToldWhereAndWhatWouldBeRight(string body, string sentence)
    {
        var refusal = Parse(body).Refusal;
        Assert.Equal(RefusalKind.BadRequest, refusal?.Kind);
        Assert.Contains(sentence, refusal!.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Body_ThatIsNoUtf8_IsRefused()
        => Assert.Equal(RefusalKind.BadRequest, BodyJson.Parse<RunRequest>(new byte[] { (byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}' }).Refusal?.Kind);

    private static Result<RunRequest> Parse(string body) => BodyJson.Parse<RunRequest>(Encoding.UTF8.GetBytes(body));
}
