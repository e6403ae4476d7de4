using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace NsmPS.Bundles;

/// <summary>The files of a bundle as they are packed, up to a size.</summary>
internal sealed class BundleZip(long largest, DateTimeOffset time) : IDisposable
{
    private readonly MemoryStream _buffer = new();
    private ZipArchive? _archive;
    private long _size;

    public int Count { get; private set; }

    /// <summary>Adds a file; false where it does not fit in any more.</summary>
    /// <param name="name">Its name in the zip.</param>
    /// <param name="text">Its text.</param>
    /// <param name="always">Whether it is added however much there is already.</param>
    public bool Add(string name, string text, bool always = false)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!always && _size + bytes.Length > largest)
        {
            return false;
        }

        _archive ??= new ZipArchive(_buffer, ZipArchiveMode.Create, leaveOpen: true);
        var entry = _archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = time;
        using var stream = entry.Open();
        stream.Write(bytes);
        _size += bytes.Length;
        Count++;
        return true;
    }

    /// <summary>The whole zip; nothing can be added any more.</summary>
    public byte[] Finish()
    {
        _archive?.Dispose();
        _archive = null;
        return _buffer.ToArray();
    }

    public void Dispose()
    {
        _archive?.Dispose();
        _buffer.Dispose();
    }

    /// <summary>A size in words.</summary>
    public static string Describe(long size) => string.Create(CultureInfo.InvariantCulture, $"{size / 1024.0 / 1024.0:0.#} MiB");
}
