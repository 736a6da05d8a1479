namespace OpsConsole.Server.Gates.Sources;

/// <summary>An HTTP answer: 200 to 299 passes, with the expected text in it where one is; any other fails; none is unknown.</summary>
internal sealed class HttpSource(Uri address, string? expect) : IEvidenceSource
{
    public string Name => address.ToString();

    public async Task<Finding> ReadAsync(CancellationToken cancellationToken)
    {
        var answer = await WebAnswer.GetAsync(address, cancellationToken);
        return answer switch
        {
            { Status: null } => Finding.Unknown($"{Name} does not answer: {Evidence.Shown(answer.Error!)}"),
            { IsGood: false } => Finding.Fail($"{Name} answers {answer.Status}."),
            _ when expect is null || answer.Text.Contains(expect, StringComparison.Ordinal) => Finding.Pass($"{Name} answers {answer.Status}{(expect is null ? "" : $" with '{Evidence.Shown(expect)}'")}."),
            { Whole: false } => Finding.Unknown($"{Name} answers {answer.Status} with more than 1 MiB, and without '{Evidence.Shown(expect)}' in the first."),
            _ => Finding.Fail($"{Name} answers {answer.Status} without '{Evidence.Shown(expect)}'."),
        };
    }
}
