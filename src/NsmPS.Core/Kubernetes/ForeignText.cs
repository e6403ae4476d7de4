using System.Text;

namespace NsmPS.Kubernetes;

/// <summary>The first look at text that a stranger sent.</summary>
internal static class ForeignText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What is wrong with a text; null when it may be read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="largest">How many bytes of UTF-8 it may have.</param>
    /// <param name="size">How many it has; a lower bound when they are too many.</param>
    public static string? FindFault(string text, int largest, out int size)
    {
        size = text.Length;
        try
        {
            // A character has at least one byte, so a text that is far too long need not be counted.
            size = size > largest ? size : s_strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            return "it is not valid Unicode";
        }

        // YamlDotNet takes a NUL for the end of the text.
        return size > largest ? $"it is larger than {largest / 1024} KiB"
            : text.AsSpan().ContainsAnyInRange('\0', '\b') ? "it holds a control character"
            : null;
    }
}
