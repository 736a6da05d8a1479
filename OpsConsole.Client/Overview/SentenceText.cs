using Microsoft.Extensions.Localization;
using OpsConsole.Client.Live;
using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Overview;

/// <summary>A piece of a clause, as it is shown.</summary>
/// <param name="Text">The words.</param>
/// <param name="Slot">The slot in whose hue they stand; null for none.</param>
public sealed record Piece(string Text, Slot? Slot = null);

/// <summary>From clauses to words.</summary>
public static class SentenceText
{
    /// <summary>The pieces of a clause, in order.</summary>
    public static IEnumerable<Piece> Pieces(Clause clause, IStringLocalizer texts, Figures figures)
    {
        string template = texts[clause.Text];
        var from = 0;
        for (var place = template.IndexOf('{', StringComparison.Ordinal); place >= 0; place = template.IndexOf('{', from))
        {
            if (place > from)
            {
                yield return new(template[from..place]);
            }

            from = place + "{0}".Length;
            foreach (var piece in Fill(clause.Args[template[place + 1] - '0'], texts, figures))
            {
                yield return piece;
            }
        }

        if (from < template.Length)
        {
            yield return new(template[from..]);
        }
    }

    /// <summary>The whole sentence as plain words.</summary>
    public static string Say(IEnumerable<Clause> clauses, IStringLocalizer texts, Figures figures)
        => string.Join(' ', clauses.Select(clause => string.Concat(Pieces(clause, texts, figures).Select(piece => piece.Text))));

    private static IEnumerable<Piece> Fill(object value, IStringLocalizer texts, Figures figures)
        => value is Clause inner ? Pieces(inner, texts, figures) : [Word(value, texts, figures)];

    private static Piece Word(object value, IStringLocalizer texts, Figures figures) => value switch
    {
        SlotName slot => new(Name(slot, texts), slot.Slot),
        Noun noun => new(texts[noun.Text]),
        StepNoun step => new(StepName.Of(step.Name, texts)),
        Instant instant => new(figures.When(instant.At, instant.Now)),
        Length length => new(figures.Small(length.Seconds)),
        Share share => new(figures.PercentSign(share.Ratio)),
        Since since => new(figures.Rough(since.Span)),
        TimeSpan span => new(figures.Span(span)),
        DateTimeOffset at => new(figures.TimeOfDay(at)),
        IFormattable number => new(number.ToString(null, System.Globalization.CultureInfo.CurrentCulture)),
        _ => new(value.ToString() ?? ""),
    };

    private static string Name(SlotName slot, IStringLocalizer texts)
    {
        string name = slot.First ? texts[$"Slot{slot.Slot}Start"] : texts[$"Slot{slot.Slot}"];
        return slot.Version is { } version ? texts["SlotVersion", name, version] : name;
    }
}
