using System.Text;

namespace NsmPS.Kubernetes.Http;

/// <summary>Splits a log as the server sends it.</summary>
internal static class LogLines
{
    public static IReadOnlyList<string> Split(ReadOnlySpan<byte> log)
    {
        string text = Encoding.UTF8.GetString(log).ReplaceLineEndings("\n").TrimEnd('\n');
        return text.Length == 0 ? [] : text.Split('\n');
    }
}
