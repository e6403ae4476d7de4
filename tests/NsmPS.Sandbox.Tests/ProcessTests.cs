using System.Diagnostics;
using System.Text.Json.Nodes;
using NsmPS.Hosting;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Hosting;

namespace NsmPS.Sandbox.Tests;

public sealed class ProcessTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Process_Started_WritesPrivateFilesAndEndsWithItsInput()
    {
        string folder = Directory.CreateTempSubdirectory("sandbox").FullName;
        string ready = Path.Combine(folder, "ready");
        string kubeconfig = Path.Combine(folder, "kubeconfig");
        var watch = Stopwatch.StartNew();
        using Process process = Start("--kubeconfig", kubeconfig, "--ready-file", ready, "--end-with-input", "--log-file", Path.Combine(folder, "log"), "--kubernetes-version", "1.31.5");
        await SandboxServer.UntilAsync(() => Task.FromResult(File.Exists(ready)));
        output.WriteLine($"ready after {watch.ElapsedMilliseconds} ms, {process.WorkingSet64 >> 20} MiB");
        JsonNode line = JsonNode.Parse(await File.ReadAllTextAsync(ready, SandboxServer.Token))!;
        string text = await File.ReadAllTextAsync(kubeconfig, SandboxServer.Token);
        string log = await File.ReadAllTextAsync(Path.Combine(folder, "log"), SandboxServer.Token);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kubeconfig));
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync(SandboxServer.Token).WaitAsync(TimeSpan.FromMinutes(1), SandboxServer.Token);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(process.Id, line.NumberOrNull("pid"));
        Assert.Equal(kubeconfig, line.Text("kubeconfig"));
        Assert.Contains($"server: {line.Text("address")}\n", text, StringComparison.Ordinal);
        string token = text.Split("token: ")[1].Split('\n')[0];
        Assert.Equal(64, token.Length);
        Assert.DoesNotContain(token, log, StringComparison.Ordinal);
        Assert.False(File.Exists(kubeconfig));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--nodes", "0")]
    [InlineData("--time-scale", "0")]
    [InlineData("--time-scale", "101")]
    [InlineData("--time-scale", "fast")]
    [InlineData("--kubernetes-version", "new")]
    [InlineData("--nonsense")]
    [InlineData("--kubeconfig")]
    [InlineData("--background")]
    public void Parse_WrongOptions_NamesThem(params string[] arguments)
    {
        string message = Assert.Throws<CommandLineException>(() => SandboxOptions.Parse(arguments)).Message;

        Assert.Contains(arguments is ["--background"] ? "--kubeconfig" : arguments[0], message, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet") { RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(SandboxSettings).Assembly.Location);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
