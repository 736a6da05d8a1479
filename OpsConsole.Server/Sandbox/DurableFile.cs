using System.Text;
using System.Text.Json;
using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Sandbox;

/// <summary>Small JSON files that are either the old or the new one whatever happens, and their owner's alone.</summary>
internal static class DurableFile
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes beside it, forces that to disk, and only then takes its name.</summary>
    public static void Write<T>(string path, T value) => WriteText(path, JsonSerializer.Serialize(value, s_json));

    /// <summary>The same, of text.</summary>
    public static void WriteText(string path, string text)
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
        DurableText.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads it; null when there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message names it.</exception>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(stream, s_json) ?? throw new InvalidDataException($"{path} is empty.");
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is damaged ({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    /// <summary>Its text; null when there is none.</summary>
    public static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
