using System.Globalization;
using NsmPS.Core.Tests;

namespace NsmPS.Adapter.Tests.Process;

/// <summary>What servers that somebody names to the adapter can do to its memory, wherever it runs.</summary>
public sealed class HostileServerTests : IDisposable
{
    // What .NET leaves to the heap in a container with the limit of the adapter's own deployment, 256 MiB.
    private const long Heap = 192L * 1024 * 1024;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(EndlessServer.Smallest)]
    [InlineData(EndlessServer.Ordinary)]
    public async Task Servers_AnswerWithoutEnd_TheAdapterGoesOnInItsMemory(string part)
    {
        await using var server = await EndlessServer.StartAsync(part);
        await using var adapter = await AdapterProcess.ServeAsync(_folder.Path, [],
            ("DOTNET_GCHeapHardLimit", Heap.ToString("X", CultureInfo.InvariantCulture)));

        await server.AttackAsync(adapter);

        TestContext.Current.SendDiagnosticMessage($"at most {adapter.LargestMemory() / 1024 / 1024} MiB");
    }
}
