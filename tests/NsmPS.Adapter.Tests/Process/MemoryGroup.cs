using System.Globalization;

namespace NsmPS.Adapter.Tests.Process;

/// <summary>A control group that limits memory, as a container's. Where the machine lets none be made there is none.</summary>
internal sealed class MemoryGroup : IDisposable
{
    private readonly string _peak;

    private MemoryGroup(string folder, string peak) => (Folder, _peak) = (folder, peak);

    public string Folder { get; }

    /// <summary>The most that it has had, in bytes, files that were read included.</summary>
    public long Peak => long.Parse(File.ReadAllText(Path.Combine(Folder, _peak)), CultureInfo.InvariantCulture);

    public static MemoryGroup? Create(long limit) =>
        Create("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.max_usage_in_bytes", limit)
        ?? Create("/sys/fs/cgroup", "memory.max", "memory.peak", limit);

    public void Dispose() => Directory.Delete(Folder);

    private static MemoryGroup? Create(string root, string limitFile, string peakFile, long limit)
    {
        var folder = Path.Combine(root, $"nsmps-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            if (File.Exists(Path.Combine(folder, limitFile)))
            {
                File.WriteAllText(Path.Combine(folder, limitFile), limit.ToString(CultureInfo.InvariantCulture));
                return new MemoryGroup(folder, peakFile);
            }

            Directory.Delete(folder);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
