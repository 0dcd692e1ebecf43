#!/usr/bin/env node
console.log('keepable');
