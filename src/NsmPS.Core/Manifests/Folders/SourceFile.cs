using System.Text;
using System.Text.RegularExpressions;

namespace NsmPS.Manifests.Folders;

/// <summary>A file of a user's folder.</summary>
/// <param name="FullPath">Its real path.</param>
/// <param name="Shown">Its path as messages show it.</param>
/// <param name="Bytes">What it holds.</param>
internal sealed record SourceFile(string FullPath, string Shown, byte[] Bytes)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    /// <summary>What it holds, as text. A mark of the byte order is left out.</summary>
    /// <exception cref="NsmException">ManifestInvalid when it is no text.</exception>
    public string Text => field ??= Read();

    /// <summary>What is wrong in the file, at the first line that holds a text.</summary>
    /// <param name="at">The text to look for; null where the whole file is meant.</param>
    /// <param name="rule">What is wrong.</param>
    /// <param name="remedy">What helps.</param>
    public NsmException Fault(string? at, string rule, string remedy)
    {
        var line = at is { Length: > 0 } ? LineOf(at) : 0;
        return new NsmException(NsmErrors.ManifestInvalid, $"{Shown}{(line > 0 ? $", line {line}" : "")}: {rule}.", Shown)
        {
            Remedy = remedy,
        };
    }

    /// <summary>The first line that holds a text as a whole, else one that holds it at all; 0 when none does. Comments are passed over.
    /// </summary>
    private int LineOf(string text)
    {
        var lines = Text.Split('\n').Select(line => line.TrimStart().StartsWith('#') ? "" : line).ToArray();
        var whole = new Regex($@"(?<![\w./-]){Regex.Escape(text)}(?![\w./-])", RegexOptions.CultureInvariant, s_longest);
        var found = Array.FindIndex(lines, whole.IsMatch);
        return (found < 0 ? Array.FindIndex(lines, line => line.Contains(text, StringComparison.Ordinal)) : found) + 1;
    }

    private string Read()
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(Bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new NsmException(NsmErrors.ManifestInvalid, $"{Shown}: it is no text in UTF-8.", Shown)
            {
                Remedy = "Save the file as UTF-8.",
            };
        }
    }
}
