using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Reading;

/// <summary>Reads the documents of a manifest's text.</summary>
internal static class ManifestDocuments
{
    private const int LongestReason = 300;

    /// <summary>The documents of a text.</summary>
    /// <exception cref="NsmException">ManifestInvalid, with the source, the place in it and what helps.</exception>
    public static IReadOnlyList<JsonObject> Read(string text, string source)
    {
        try
        {
            return DocumentReader.ReadAll(text, ReadLimits.Manifest);
        }
        catch (ReadException exception)
        {
            throw new NsmException(NsmErrors.ManifestInvalid, $"{source}: {ShownText.Of(exception.Message.TrimEnd('.'), LongestReason)}.", source);
        }
    }
}
