using Microsoft.AspNetCore.Http;
using OpsConsole.Server.Gates.Sources;
using OpsConsole.Server.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates.Sources;

public sealed class PrometheusSourceTests(RealPrometheus prometheus) : IClassFixture<RealPrometheus>
{
    [Theory]
    [InlineData("up", 1.0, null, GateVerdict.Pass, "job=\"self\"} is 1, at least 1.")]
    [InlineData("up", null, 0.0, GateVerdict.Fail, "is 1, at most 0.")]
    [InlineData("up", 2.0, 3.0, GateVerdict.Fail, "is 1, at least 2 and at most 3.")]
    [InlineData("up{job=\"nobody\"}", 1.0, null, GateVerdict.Unknown, "The query gives nothing.")]
    [InlineData("vector(0) / 0", null, 80.0, GateVerdict.Unknown, "no number")]
    [InlineData("vector(1) / 0", null, 80.0, GateVerdict.Fail, "at most 80")]
    [InlineData("scalar(vector(42))", null, 80.0, GateVerdict.Pass, "The query's value is 42, at most 80.")]
    [InlineData("sum(up)", null, 80.0, GateVerdict.Pass, "The query's value is 1")]
    [InlineData("sum(", null, 80.0, GateVerdict.Unknown, "refuses the query: invalid parameter")]
    [InlineData("up[1m]", null, 80.0, GateVerdict.Unknown, "what is no answer of Prometheus")]
    [InlineData("\"a text\"", null, 80.0, GateVerdict.Unknown, "what is no answer of Prometheus")]
    public async Task Read_AQuery_IsJudgedByItsBounds(string query, double? min, double? max, GateVerdict expected, string says)
    {
        RealPrometheus.SkipWithoutIt();
        var found = await ReadAsync(prometheus.Address, query, min, max);
        Assert.True(found.State == expected, found.ToString());
        Assert.Contains(says, found.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", "9", GateVerdict.Fail, "2 series, the worst: {slot=\"blue\"} is 9, at least -1 and at most 5.")]
    [InlineData("-40", "9", GateVerdict.Fail, "{slot=\"green\"} is -40")]
    [InlineData("3", "4", GateVerdict.Pass, "{slot=\"blue\"} is 4")]
    [InlineData("5", "5", GateVerdict.Pass, "is 5")]
    [InlineData("NaN", "4", GateVerdict.Unknown, "{slot=\"green\"} is no number")]
    [InlineData("NaN", "5.5", GateVerdict.Fail, "{slot=\"blue\"} is 5.5")]
    public async Task Read_SeveralSeries_TheWorstCountsAndIsNamed(string green, string blue, GateVerdict expected, string says)
    {
        RealPrometheus.SkipWithoutIt();
        var found = await ReadAsync(prometheus.Address, $"{Labelled(green, "green")} or {Labelled(blue, "blue")}", -1, 5);
        Assert.True(found.State == expected, found.ToString());
        Assert.Contains(says, found.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NobodyListens_IsUnknown()
    {
        var found = await ReadAsync(new Uri($"http://127.0.0.1:{FreePort.Next()}/"), "up", null, 1);
        Assert.Equal(GateVerdict.Unknown, found.State);
        Assert.Contains("does not answer", found.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1]}]}}""")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"many"]}]}}""")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,null]}]}}""")]
    public async Task Read_AnotherProgramAnswers_IsUnknown(string body)
    {
        await using var server = await SmallServer.StartAsync(http => http.Response.WriteAsync(body));
        var found = await ReadAsync(server.Address, "up", null, 1);
        Assert.Equal(GateVerdict.Unknown, found.State);
        Assert.Contains("what is no answer of Prometheus", found.Evidence, StringComparison.Ordinal);
    }

    private static string Labelled(string value, string slot) => $"""label_replace(vector({value}), "slot", "{slot}", "", "")""";

    private static Task<Finding> ReadAsync(Uri address, string query, double? min, double? max)
        => new PrometheusSource(address, query, min, max).ReadAsync(TestContext.Current.CancellationToken);
}
