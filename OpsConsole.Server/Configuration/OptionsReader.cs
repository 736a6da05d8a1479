using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace OpsConsole.Server.Configuration;

/// <summary>
/// Reads settings into typed options and collects everything that is wrong: the framework's binder stops at the first error
/// and takes no notice of keys that nobody knows.
/// </summary>
internal sealed class OptionsReader
{
    private readonly List<SettingError> _errors = [];

    public IReadOnlyList<SettingError> Errors => _errors;

    /// <summary>What can be read; what cannot keeps its default.</summary>
    public T Read<T>(IConfigurationSection section) where T : class, new() => (T)ReadObject(section, typeof(T));

    /// <summary>The words of an enumeration as they stand in settings: <c>BlueGreen</c> is <c>blue-green</c>.</summary>
    public static string[] WordsOf(Type enumeration) => [.. Enum.GetNames(enumeration).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private object ReadObject(IConfigurationSection section, Type type)
    {
        var options = Activator.CreateInstance(type)!;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToList();
        var later = type.GetCustomAttribute<LaterKeysAttribute>()?.Keys ?? [];
        if (!string.IsNullOrEmpty(section.Value))
        {
            _errors.Add(SettingError.Wrong(section.Path, section.Value, $"a section with {string.Join(", ", properties.Select(property => property.Name))}"));
        }

        foreach (var child in section.GetChildren())
        {
            if (properties.Find(property => IsSame(property.Name, child.Key)) is { } property)
            {
                ReadProperty(options, property, child);
            }
            else if (!later.Any(key => IsSame(key, child.Key)))
            {
                _errors.Add(SettingError.Unknown(child.Path, child.Value, section.Path, [.. properties.Select(known => known.Name), .. later]));
            }
        }

        return options;
    }

    private void ReadProperty(object options, PropertyInfo property, IConfigurationSection section)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var arguments = type.GetGenericArguments();
        var value = arguments switch
        {
            [var item] => ReadList(section, type, item, property),
            [_, var item] => ReadDictionary(section, type, item),
            _ when type.IsClass && type != typeof(string) => ReadObject(section, type),
            _ => ReadScalar(section, type, property),
        };
        if (value is not null)
        {
            property.SetValue(options, value);
        }
    }

    private IList? ReadList(IConfigurationSection section, Type type, Type item, PropertyInfo property)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        var children = section.GetChildren().ToList();
        if (property.IsDefined(typeof(OneOrManyAttribute)) && children.Exists(child => !IsIndex(child.Key)))
        {
            list.Add(ReadObject(section, item));
            return list;
        }

        if (!string.IsNullOrEmpty(section.Value) || children.Exists(child => !IsIndex(child.Key)))
        {
            _errors.Add(SettingError.Shape(section.Path, string.IsNullOrEmpty(section.Value) ? "a section" : $"'{section.Value}'", "a list"));
            return null;
        }

        foreach (var child in children.OrderBy(child => int.Parse(child.Key, CultureInfo.InvariantCulture)))
        {
            if ((item == typeof(string) || item.IsEnum ? ReadScalar(child, item, property) : ReadObject(child, item)) is { } value)
            {
                list.Add(value);
            }
        }

        return list;
    }

    private IDictionary? ReadDictionary(IConfigurationSection section, Type type, Type item)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            _errors.Add(SettingError.Wrong(section.Path, section.Value, "a section with a name for each"));
            return null;
        }

        var dictionary = (IDictionary)Activator.CreateInstance(type)!;
        foreach (var child in section.GetChildren())
        {
            dictionary[child.Key] = ReadObject(child, item);
        }

        return dictionary;
    }

    private object? ReadScalar(IConfigurationSection section, Type type, PropertyInfo property)
    {
        if (section.GetChildren().Any())
        {
            _errors.Add(SettingError.Shape(section.Path, "a section or a list", "one value"));
            return null;
        }

        // null in JSON, or a variable without a value: as if it were not there.
        if (section.Value is not { Length: > 0 } text)
        {
            return null;
        }

        var (value, allowed) = Parse(text, type, property);
        if (value is null && property.GetCustomAttribute<WordsAttribute>() is { } words && words.Later.FirstOrDefault(word => IsSame(word, text.Trim())) is { } later)
        {
            _errors.Add(SettingError.Later(section.Path, later, type.IsEnum ? WordsOf(type) : words.Now));
        }
        else if (value is null)
        {
            _errors.Add(SettingError.Wrong(section.Path, text, allowed, property.IsDefined(typeof(SecretAttribute))));
        }

        return value;
    }

    private static (object? Value, string Allowed) Parse(string text, Type type, PropertyInfo property)
    {
        if (type == typeof(bool))
        {
            return (bool.TryParse(text.Trim(), out var flag) ? flag : null, "true or false");
        }

        if (type.IsEnum)
        {
            var word = Enum.GetNames(type).FirstOrDefault(name => IsSame(name, text.Trim().Replace("-", "", StringComparison.Ordinal)));
            return (word is null ? null : Enum.Parse(type, word), string.Join(", ", WordsOf(type)));
        }

        if (type == typeof(string))
        {
            return property.GetCustomAttribute<WordsAttribute>() is { } words
                ? (words.Now.FirstOrDefault(word => IsSame(word, text.Trim())), string.Join(", ", words.Now))
                : (text, "");
        }

        var range = property.GetCustomAttribute<BetweenAttribute>() ?? throw new InvalidOperationException($"{property.Name} says not which numbers it allows.");
        var allowed = string.Create(CultureInfo.InvariantCulture, $"{(type == typeof(int) ? "a whole number" : "a number")} from {range.Least} to {range.Most}");
        var number = ParseNumber(text, type);
        return (number is { } found && found >= range.Least && found <= range.Most ? Convert.ChangeType(found, type, CultureInfo.InvariantCulture) : null, allowed);
    }

    private static double? ParseNumber(string text, Type type) => type == typeof(int)
        ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static bool IsIndex(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
