using System.Diagnostics;

namespace NsmPS.Adapter.Tests.Process;

/// <summary>The sandbox that lies in the module, as a process. It ends with this object, by the end of its input.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly System.Diagnostics.Process _process;

    private SandboxProcess(System.Diagnostics.Process process) => _process = process;

    public string Kubeconfig { get; private set; } = "";

    public static async Task<SandboxProcess> StartAsync(string program, string folder)
    {
        var (config, ready) = (Path.Combine(folder, "sandbox.config"), Path.Combine(folder, "sandbox.ready"));
        var sandbox = new SandboxProcess(System.Diagnostics.Process.Start(new ProcessStartInfo("dotnet",
            [program, "--kubeconfig", config, "--ready-file", ready, "--log-file", Path.Combine(folder, "sandbox.log"),
                "--time-scale", "20", "--end-with-input"])
        {
            RedirectStandardInput = true,
        })!);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_limit);
        while (!File.Exists(ready))
        {
            Assert.False(sandbox._process.HasExited, "The sandbox has ended.");
            await Task.Delay(20, deadline.Token);
        }

        sandbox.Kubeconfig = await File.ReadAllTextAsync(config, deadline.Token);
        return sandbox;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(s_limit);
        _process.Dispose();
    }
}
