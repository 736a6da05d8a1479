namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>What an nginx does, as far as that can be told from its include, its processes and what the console noted. Pure.</summary>
/// <param name="File">The include as it lies there; null when it is gone.</param>
/// <param name="Text">What is in force; null when that is not known.</param>
/// <param name="Weights">Where that sends traffic; null when not known.</param>
/// <param name="Foreign">Whether the include was changed by hand since the console last had it loaded.</param>
/// <param name="Error">What is not as it should be, as sentences; null when all is.</param>
internal sealed record NginxTruth(string? File, string? Text, Weights? Weights, bool Foreign, string? Error)
{
    /// <summary>Puts it together.</summary>
    /// <param name="plan">What was wanted.</param>
    /// <param name="file">The include; null when there is none.</param>
    /// <param name="mark">What the console noted; null when nothing.</param>
    /// <param name="generation">The workers that serve now.</param>
    /// <param name="youngerThanFile">Whether all of them began after the include last changed; null when that cannot be told.</param>
    public static NginxTruth Of(NginxPlan plan, string? file, LoadedMark? mark, string generation, bool? youngerThanFile)
    {
        // What was noted as loaded and lies there unchanged is in force, however often it was loaded since. With other text there, the noted workers still do what
        // was noted, and workers that began after it was written have read it.
        var text = file is not null && mark?.Text == file ? file
            : mark?.Generation == generation && generation.Length > 0 ? mark.Text
            : file is not null && youngerThanFile == true ? file
            : null;
        var content = text is null ? null : IncludeContent.Of(plan, text);
        var foreign = file is not null && mark?.Text != file && IncludeContent.Of(plan, file).ByHand;
        return new NginxTruth(file, text, content?.Weights, foreign, WhatIsWrong(plan, file, text, content, foreign));
    }

    /// <summary>Nothing is known, and why.</summary>
    public static NginxTruth Unknown(string? file, string why) => new(file, null, null, false, why);

    private static string? WhatIsWrong(NginxPlan plan, string? file, string? text, IncludeContent? content, bool foreign)
    {
        var still = content?.Weights is { } weights ? $"nginx does {weights}" : "what nginx does is not known";
        return (file, text) switch
        {
            (null, _) => $"{plan.IncludeFile} is gone; {still}, until it is started anew.",
            _ when foreign => $"{plan.IncludeFile} was changed by hand{(text == file ? "" : " and not loaded")}; {still}. Take that up with the operation reload-config, or move the file away: the next change writes it anew.",
            (_, null) => $"Whether nginx has loaded {plan.IncludeFile} is not known: it was changed after its workers began.",
            _ when text != file => $"{plan.IncludeFile} was written and not loaded; {still}.",
            _ when content!.Elsewhere => $"{plan.IncludeFile} is for slots at other addresses than those of the settings: the next change writes it anew.",
            _ when content.Weights is null => $"Where {plan.IncludeFile} sends traffic cannot be told.",
            _ => null,
        };
    }
}
