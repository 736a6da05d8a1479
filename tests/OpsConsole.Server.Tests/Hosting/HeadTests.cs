using System.Net;

namespace OpsConsole.Server.Tests.Hosting;

/// <summary>HEAD answers as GET does, without a body.</summary>
public sealed class HeadTests(RunningConsole running) : IClassFixture<RunningConsole>
{
    [Theory]
    [InlineData("/healthz", HttpStatusCode.OK, false)]
    [InlineData("/readyz", HttpStatusCode.OK, false)]
    [InlineData("/metrics", HttpStatusCode.OK, false)]
    [InlineData("/sign-in", HttpStatusCode.OK, false)]
    [InlineData("/api/v1/environments", HttpStatusCode.Unauthorized, false)]
    [InlineData("/api/v1/environments", HttpStatusCode.OK, true)]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound, true)]
    [InlineData("/runs", HttpStatusCode.Redirect, false)]
    public async Task Head_OfWhatGetAnswers_IsTheSameWithoutABody(string path, HttpStatusCode status, bool signedIn)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 1 }) { BaseAddress = running.Console.Url };
        if (signedIn)
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", running.Viewer.Token);
        }

        using var get = await http.GetAsync(new Uri(path, UriKind.Relative));
        // Twice over one connection: a body that came all the same would stand where the second answer is looked for.
        foreach (var _ in (int[])[1, 2])
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative));
            using var head = await http.SendAsync(request);
            Assert.Equal((status, status), (get.StatusCode, head.StatusCode));
            Assert.Equal(get.Content.Headers.ContentType?.MediaType, head.Content.Headers.ContentType?.MediaType);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }
}
