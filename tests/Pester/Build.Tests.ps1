# The scripts behind build.ps1, as far as what they say is what others go by.

Describe 'build/Test.ps1' -Skip:$IsWindows {
    BeforeAll {
        # A repository of one project whose runner is a script: what it is told to write is the result.
        $script:root = (New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath 'repository')).FullName
        $null = New-Item -ItemType Directory -Path (Join-Path -Path $root -ChildPath 'build')
        Copy-Item -Path (Join-Path -Path $PSScriptRoot -ChildPath '../../build.ps1') -Destination $root
        $script = Join-Path -Path $PSScriptRoot -ChildPath '../../build/Test.ps1'
        Copy-Item -Path $script -Destination (Join-Path -Path $root -ChildPath 'build')
        $null = New-Item -ItemType Directory -Path (Join-Path -Path $root -ChildPath 'tests/NsmPS.E2E')
        $project = New-Item -ItemType Directory -Path (Join-Path -Path $root -ChildPath 'tests/NsmPS.Some.Tests')
        Set-Content -Path (Join-Path -Path $project -ChildPath 'SlowTests.cs') -Value '[Trait("Category", "Timing")]'
        $runner = Join-Path -Path $root -ChildPath 'dotnet'
        Set-Content -Path $runner -Value @(
            '#!/bin/sh'
            '[ "$1" = exec ] || exit 0'
            'for file; do :; done'
            'case "$*" in *-trait-*) result=$SIDE_BY_SIDE;; *) result=$ALONE;; esac'
            'printf "<testsuite><testcase name=\"a\">%s</testcase></testsuite>" "$result" >"$file"'
        )
        chmod +x $runner
        # Runs a script as its own shell, as people do, and gives its last line and its exit code.
        function Get-Verdict([string] $SideBySide, [string] $Alone, [string[]] $Script) {
            $path, $more = $Script ? $Script : ('build/Test.ps1', '-Project', 'NsmPS.Some.Tests')
            $shell = [System.Environment]::ProcessPath
            $before = $env:PATH
            $env:PATH = $root + [System.IO.Path]::PathSeparator + $before
            $env:SIDE_BY_SIDE, $env:ALONE = $SideBySide, $Alone
            try {
                $said = & $shell @(
                    if ([System.IO.Path]::GetFileName($shell) -like 'dotnet*') { Join-Path -Path $PSHOME -ChildPath pwsh.dll }
                    '-NoProfile'
                    '-File'
                    Join-Path -Path $root -ChildPath $path
                    $more
                )
                "$($said[-1]) $LASTEXITCODE"
            }
            finally { $env:PATH = $before }
        }
    }

    It 'counts what failed <where>' -ForEach @(
        @{ where = 'nowhere'; sideBySide = ''; alone = ''; verdict = '2 passed, 0 failed, 0 skipped 0' }
        @{ where = 'side by side'; sideBySide = '<failure/>'; alone = ''; verdict = '1 passed, 1 failed, 0 skipped 1' }
        @{ where = 'alone'; sideBySide = ''; alone = '<failure/>'; verdict = '1 passed, 1 failed, 0 skipped 1' }
        @{ where = 'in results that cannot be read'; sideBySide = '<'; alone = ''; verdict = '1 passed, 1 failed, 0 skipped 1' }
        @{ where = 'in none, but skipped side by side'; sideBySide = '<skipped/>'; alone = ''; verdict = '1 passed, 0 failed, 1 skipped 0' }
    ) {
        Get-Verdict -SideBySide $sideBySide -Alone $alone | Should -Be $verdict
    }

    It 'ends build.ps1 with its code: <verdict>' -ForEach @(
        @{ result = ''; verdict = '1 passed, 0 failed, 0 skipped 0' }
        @{ result = '<failure/>'; verdict = '0 passed, 1 failed, 0 skipped 1' }
    ) {
        Get-Verdict -SideBySide $result -Script 'build.ps1', '-Task', 'E2E' | Should -Be $verdict
    }
}

Describe 'The scripts of the real cluster' -Skip:(-not $IsLinux) {
    BeforeAll {
        $script:state = (New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath 'cluster')).FullName
        $library = Join-Path -Path $PSScriptRoot -ChildPath '../cluster/lib'
        function Invoke-Library([string] $File, [string] $Command) {
            bash -c "PIDS='$state'; K8S_CACHE='$state'; sleep() { :; }; . '$library/$File'; $Command"
        }
    }

    It 'takes a process for alive only with the stamp that it was started with: <what>' -ForEach @(
        @{ what = 'the shell itself'; entry = '$$ $(stamp $$)'; says = 'yes' }
        @{ what = 'one that died before its stamp'; entry = '4194305 '; says = 'no' }
        @{ what = 'another one with its number'; entry = '$$ 1'; says = 'no' }
        @{ what = 'one that is gone'; entry = '4194305 77'; says = 'no' }
    ) {
        Invoke-Library -File process.sh -Command "echo `"$entry`" >'$state/it'; alive it && echo yes || echo no" | Should -Be $says
    }

    It 'waits for who holds the lock of apt, and for no other fault' {
        $fake = Join-Path -Path $state -ChildPath 'apt-get'
        Set-Content -Path $fake -Value @(
            '#!/bin/sh'
            'echo call >>"$CALLS"'
            '[ "$(wc -l <"$CALLS")" -ge "$FAILS" ] || { echo "E: $SAYS"; exit 100; }'
        )
        chmod +x $fake
        $ask = "export PATH='$state':`$PATH CALLS='$state/calls' FAILS=3 SAYS; : >`$CALLS; apt_get update; echo `$? `$(wc -l <`$CALLS)"
        Invoke-Library -File packages.sh -Command "SAYS='Could not get lock /var/lib/dpkg/lock'; $ask" | Should -Be '0 3'
        Invoke-Library -File packages.sh -Command "SAYS='Unable to locate package'; $ask" | Should -Be '100 1'
    }
}
