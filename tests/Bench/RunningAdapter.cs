using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace NsmPS.Bench;

/// <summary>An adapter in a process of its own. It ends with this object, by the end of its input.</summary>
internal sealed class RunningAdapter : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private RunningAdapter(int port, ProcessStartInfo start)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process until its health says SERVING.</summary>
    public TimeSpan StartTime { get; private set; }

    public static Task<RunningAdapter> StartAsync(string folder) => StartAsync(port => new ProcessStartInfo("dotnet",
        [Built.Adapter, "--port", port, "--listen", "127.0.0.1", "--log-file", Path.Combine(folder, "adapter.log"), "--end-with-input"]));

    /// <summary>The same service with nothing behind it, as the framework sets up a server that nobody has tuned.</summary>
    public static Task<RunningAdapter> StartBareAsync() => StartAsync(
        port => new ProcessStartInfo("dotnet", [typeof(BareServer).Assembly.Location, BareServer.Option, port])
        {
            Environment = { ["DOTNET_gcServer"] = "1", ["DOTNET_TieredPGO"] = "1" }
        });

    private static async Task<RunningAdapter> StartAsync(Func<string, ProcessStartInfo> start)
    {
        var port = FreePort();
        var clock = Stopwatch.StartNew();
        var adapter = new RunningAdapter(port, start(port.ToString(CultureInfo.InvariantCulture)));
        using var channel = GrpcChannel.ForAddress(adapter.Address);
        var health = new Health.HealthClient(channel);
        while (clock.Elapsed < s_limit)
        {
            try
            {
                if ((await health.CheckAsync(new HealthCheckRequest(),
                    deadline: DateTime.UtcNow + s_limit)).Status == HealthCheckResponse.Types.ServingStatus.Serving)
                {
                    adapter.StartTime = clock.Elapsed;
                    return adapter;
                }
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                // It does not listen yet.
            }

            await Task.Delay(5);
        }

        adapter.Dispose();
        throw new InvalidOperationException("the adapter did not serve in time");
    }

    /// <summary>A size in <c>/proc/PID/status</c>, in MB.</summary>
    public long Megabytes(string name) => Status(name) / 1000;

    /// <summary>How many threads it has.</summary>
    public long Threads => Status("Threads");

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(s_limit))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private long Status(string name) => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal))
            .Split([':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
