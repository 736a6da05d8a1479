using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Tests.Http;

public sealed class QueryValuesTests
{
    [Fact]
    public void Values_ThatAreRight_AreRead()
    {
        var query = Of("?limit=7&state=rolled-back&from=2026-01-31T23:59:59Z&q=a%20b&empty=");
        Assert.Equal((7, RunPhase.RolledBack, "a b"), (query.Whole("limit", 1, 500)!.Value, query.Word<RunPhase>("state")!.Value, query.Text("q")));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero), query.Instant("from"));
        Assert.Equal((null, null, null), (query.Text("empty"), query.Whole("missing", 1, 2), query.Cursor()));
        Assert.Null(query.Refusal);
    }

    [Fact]
    public void Cursor_ThatWasGiven_IsReadBack() => Assert.Equal(42, Of($"?cursor={PageCursor.Write(42)}").Cursor());

    [Theory]
    [InlineData("?limit=0", "'limit' is '0': it is a whole number from 1 to 500.")]
    [InlineData("?limit=501", "'limit'")]
    [InlineData("?limit=ten", "'limit' is 'ten'")]
    [InlineData("?limit=1&limit=2", "'limit' is given 2 times: once is enough.")]
    public void Number_ThatIsWrong_IsNamed(string query, string sentence) => Refuses(query, values => values.Whole("limit", 1, 500), sentence);

    [Theory]
    [InlineData("?state=Succeeded")]
    [InlineData("?state=%20succeeded")]
    public void Word_ThatIsWrittenOtherwise_IsNone(string query) => Refuses(query, values => values.Word<RunPhase>("state"), "it is one of awaiting-approval");

    [Fact]
    public void Faults_AreToldTogether()
    {
        var values = Of($"?state=tired&from=yesterday&cursor=nonsense&q={new string('x', 201)}");
        values.Word<RunPhase>("state");
        values.Instant("from");
        values.Cursor();
        values.Text("q");
        var detail = values.Refusal!.Detail;
        Assert.All(["'state' is 'tired': it is one of awaiting-approval", "'from' is 'yesterday'", "'cursor'", "'q' has 201 characters"], part => Assert.Contains(part, detail, StringComparison.Ordinal));
    }

    private static void Refuses(string query, Func<QueryValues, object?> read, string sentence)
    {
        var values = Of(query);
        Assert.Null(read(values));
        Assert.Equal(RefusalKind.BadRequest, values.Refusal?.Kind);
        Assert.Contains(sentence, values.Refusal!.Detail, StringComparison.Ordinal);
    }

    private static QueryValues Of(string query) => new(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
