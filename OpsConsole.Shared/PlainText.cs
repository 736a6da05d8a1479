using System.Globalization;
using System.Text;

namespace OpsConsole.Shared;

/// <summary>Texts that people type and others read: how long they are to the eye, and what must not stand in them.</summary>
public static class PlainText
{
    /// <summary>What a reader sees as one character can be of any size: so much of them is enough for any script.</summary>
    private const int UnitsPerCharacter = 8;

    /// <summary>
    /// How many characters a reader sees: grapheme clusters, so that an emoji or a letter with its accents is one. What is before the
    /// first visible one and after the last does not count, nor does what shows nothing.
    /// </summary>
    public static int Length(string? text)
    {
        var (count, last) = (0, 0);
        var elements = StringInfo.GetTextElementEnumerator(text ?? "");
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (!element.EnumerateRunes().All(IsInvisible))
            {
                last = ++count;
            }
            else if (count > 0 && element.EnumerateRunes().Any(Rune.IsWhiteSpace))
            {
                count++;
            }
        }

        return last;
    }

    /// <summary>What is wrong with a line that somebody wrote, in one sentence; null when nothing is.</summary>
    /// <param name="name">What it is called where it was written.</param>
    /// <param name="text">The line, without blanks around it.</param>
    /// <param name="least">How many characters it has to have.</param>
    /// <param name="most">How many it may have.</param>
    /// <param name="says">What it tells: <c>why this is done</c>.</param>
    public static string? Fault(string name, string text, int least, int most, string says)
    {
        var length = Length(text);
        return text switch
        {
            _ when length < least || length > most => $"'{name}' has {length} characters{(length < least ? " that can be seen" : "")}: it says in {least} to {most} characters {says}.",
            _ when text.Length > most * UnitsPerCharacter => $"'{name}' has more marks on its characters than can be read: it says in {least} to {most} characters {says}.",
            _ when Forbidden(text) is { } found => $"'{name}' has {found}, which controls a screen or turns the order of the text: it is one line of plain text.",
            _ => null,
        };
    }

    /// <summary>The first character that controls a terminal or turns the order of what is read, as <c>U+001B</c>; null where there is none.</summary>
    public static string? Forbidden(string? text)
        => (text ?? "").EnumerateRunes().Where(IsForbidden).Select(rune => $"U+{rune.Value:X4}").FirstOrDefault();

    /// <summary>The text with every such character spelled out: what was stored by anybody at any time can be shown in a terminal.</summary>
    public static string Shown(string? text)
        => text is null ? "" : string.Concat(text.EnumerateRunes().Select(rune => IsForbidden(rune) ? $"\\u{rune.Value:x4}" : rune.ToString()));

    private static bool IsForbidden(Rune rune) => Rune.IsControl(rune) || rune.Value is (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    // The last of them are letters and marks by their category, but blank: fillers, joiners, an empty Braille cell, variation selectors.
    private static bool IsInvisible(Rune rune) => Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
