namespace NsmPS.Topology.Live;

/// <summary>A file of the page that shows a live topology.</summary>
internal sealed record PageFile(string MediaType, byte[] Content)
{
    /// <summary>The files by the name that the page gives them; the page itself is the empty name.</summary>
    public static IReadOnlyDictionary<string, PageFile> Files { get; } = new Dictionary<string, PageFile>(StringComparer.Ordinal)
    {
        [""] = Read("page.html", "text/html; charset=utf-8"),
        ["page.js"] = Read("page.js", "text/javascript; charset=utf-8"),
        ["page.css"] = Read("page.css", "text/css; charset=utf-8"),
    };

    private static PageFile Read(string name, string mediaType)
    {
        using var stream = typeof(PageFile).Assembly.GetManifestResourceStream($"NsmPS.Topology.Live.Page.{name}")!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return new PageFile(mediaType, content.ToArray());
    }
}
